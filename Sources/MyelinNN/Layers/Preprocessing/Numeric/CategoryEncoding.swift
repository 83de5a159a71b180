import MyelinCore

/// Encodes whole numbers below `numTokens` as vectors of ones or counts. Keras: `CategoryEncoding`.
///
/// - Input shape: (batch,) or (batch, …) of whole numbers. One outside of the range stands for nothing.
/// - Output shape: (batch, numTokens); with `.oneHot` the input's shape + (numTokens), where a last axis of size 1 is
///   dropped.
public final class CategoryEncoding: Layer {
    public let numTokens: Int
    public let outputMode: OutputMode
    private let isSparse: Bool

    /// - Parameter outputMode: `.multiHot`, `.oneHot` or `.count`.
    public convenience init(_ numTokens: Int, outputMode: OutputMode = .multiHot, name: String? = nil) {
        self.init(numTokens, outputMode: outputMode, sparse: false, name: name)
    }

    init(_ numTokens: Int, outputMode: OutputMode, sparse: Bool, name: String?) {
        self.numTokens = numTokens
        self.outputMode = outputMode
        isSparse = sparse
        super.init(name: name)
    }

    public override func build(_ inputs: [Shape]) throws {
        guard numTokens >= 1 else { throw MyelinError(.argument, "expected at least 1 token, got \(numTokens)") }
        guard [.multiHot, .oneHot, .count].contains(outputMode) else {
            throw MyelinError(.argument, "expected outputMode multi_hot, one_hot or count, got \(outputMode.rawValue)")
        }
    }

    public override func call(_ x: Tensor, _ context: CallContext) throws -> Tensor {
        outputMode.encoded(x, depth: numTokens).cast(to: computeDType)
    }

    /// As Keras: a second tensor by the name of `count_weights` counts each number by its weight.
    public override func call(
        _ inputs: [Tensor], _ arguments: CallArguments, _ context: CallContext
    ) throws -> [Tensor] {
        var weights: Tensor?
        switch arguments.named["count_weights"] ?? (arguments.positional.count > 1 ? arguments.positional[1] : nil) {
        case .tensor(let number)?: weights = inputs[number]
        case .literal(.null)?, nil: break
        default: throw MyelinError(.argument, "count_weights: expected a tensor")
        }
        guard let weights else { return [try call(inputs[0], context)] }
        guard outputMode == .count else {
            throw MyelinError(.argument, "count_weights: only outputMode count uses them, not \(outputMode.rawValue)")
        }
        return [outputMode.encoded(inputs[0], depth: numTokens, weights: weights).cast(to: computeDType)]
    }

    /// Draws the layer with a weight for each number.
    public func callAsFunction(_ input: some Symbolic, countWeights: some Symbolic) -> SymbolicTensor {
        let arguments = CallArguments(positional: [.tensor(0)], named: ["count_weights": .tensor(1)])
        return LayerCall(self, [input.symbolic, countWeights.symbolic], arguments).outputs[0]
    }

    public override var config: ConfigObject {
        ["num_tokens": .int(numTokens), "output_mode": .string(outputMode.rawValue)]
    }

    convenience init(config: Config) throws {
        self.init(
            try config.int("num_tokens"),
            outputMode: try config.outputMode([.multiHot, .oneHot, .count], default: .multiHot),
            sparse: try config.isSparse(), name: try config.string("name"))
    }
}
