import MyelinCore
import MyelinData

/// Puts combinations of several whole numbers or texts into `numBins` bins by a hash. Keras: `HashedCrossing`.
///
/// The bin is TensorFlow's `sparse.cross_hashed`: the fingerprints of the parts, a whole number standing for its own,
/// joined one after the other.
///
/// - Input shapes: two or more of (batch,) or (batch, 1), all equal.
/// - Output: int64 of the same shape, or with `.oneHot` (batch, numBins).
public final class HashedCrossing: Layer, TextLayer {
    public let numBins: Int
    public let outputMode: OutputMode
    private let isSparse: Bool
    /// What TensorFlow begins with.
    private static let key: UInt64 = 0xDECA_FCAF_FE

    /// - Parameter outputMode: `.int` or `.oneHot`.
    public convenience init(_ numBins: Int, outputMode: OutputMode = .int, name: String? = nil) {
        self.init(numBins, outputMode, sparse: false, name: name)
    }

    private init(_ numBins: Int, _ outputMode: OutputMode, sparse: Bool, name: String?) {
        self.numBins = numBins
        self.outputMode = outputMode
        isSparse = sparse
        super.init(name: name)
        dtypePolicy = outputMode == .int ? .int64 : .float32
    }

    override var policies: [DTypePolicy] { [.int64, .int32] + DTypePolicy.all }

    public override func build(_ inputs: [Shape]) throws {
        guard numBins >= 1 else { throw MyelinError(.argument, "expected at least 1 bin, got \(numBins)") }
        guard outputMode == .int || outputMode == .oneHot else {
            throw MyelinError(.argument, "expected outputMode int or one_hot, got \(outputMode.rawValue)")
        }
        guard inputs.count >= 2, let first = inputs.first else {
            throw MyelinError(.shape, "expected at least two inputs to cross, got \(inputs.count)")
        }
        guard inputs.allSatisfy({ $0 == first }), first.rank == 1 || first.rank == 2 && first[1] == 1 else {
            throw MyelinError(
                .shape,
                "expected inputs of one shape, (batch,) or (batch, 1), got \(inputs.map(\.description).joined(separator: " and "))"
            )
        }
    }

    private func bin(_ fingerprint: UInt64) -> Int64 { Int64(fingerprint % UInt64(numBins)) }

    public override func call(_ inputs: [Tensor], _ context: CallContext) throws -> [Tensor] {
        let numBins = UInt64(numBins)
        // One number after the other joins the fingerprint, which travels as the bits of an Int64.
        func crossed(_ fingerprints: Tensor?, _ x: Tensor, isLast: Bool) -> Tensor {
            let function = HostFunction("cross") {
                ($0[0].shape, .int64)
            } body: { inputs, output in
                let result = output.elements(as: Int64.self)
                let before = inputs.count == 2 ? inputs[1].elements(as: UInt64.self) : nil
                try inputs[0].forEachInteger { place, value in
                    let hash = FarmHash.concatenated(before?[place] ?? Self.key, UInt64(bitPattern: value))
                    result[place] = Int64(bitPattern: isLast ? hash % numBins : hash)
                }
            }
            return fingerprints.map { function(x, $0) } ?? function(x)
        }
        for input in inputs where input.dtype.isFloatingPoint && !computeDType.isFloatingPoint {
            throw MyelinError(.dtype, "expected inputs of whole numbers or text, got \(input.dtype)")
        }
        var result: Tensor?
        for (index, x) in inputs.enumerated() { result = crossed(result, x, isLast: index == inputs.count - 1) }
        return [outputMode.encoded(result!, depth: self.numBins).cast(to: computeDType)]
    }

    func output(_ inputs: [DataArray]) throws -> DataArray {
        try build(inputs.map(\.shape))
        var fingerprints = [UInt64](repeating: Self.key, count: inputs[0].shape.count)
        for input in inputs {
            let parts: [UInt64]
            switch input {
            case .text(let texts): parts = texts.strings.map { FarmHash.fingerprint($0) }
            case .numbers(let numbers): parts = try numbers.scalars(Int64.self).map { UInt64(bitPattern: $0) }
            }
            for index in fingerprints.indices {
                fingerprints[index] = FarmHash.concatenated(fingerprints[index], parts[index])
            }
        }
        let bins = Tensor(fingerprints.map(bin), shape: inputs[0].shape)
        let encoded = outputMode.encoded(bins, depth: numBins)
        return .numbers(outputMode == .int ? encoded.cast(to: computeDType) : encoded)
    }

    public override var config: ConfigObject {
        ["num_bins": .int(numBins), "output_mode": .string(outputMode.rawValue), "sparse": .bool(isSparse)]
    }

    override var omittedSettings: Set<String> { ["trainable"] }

    convenience init(config: Config) throws {
        self.init(
            try config.int("num_bins", isSize: false), try config.outputMode([.int, .oneHot], default: .int),
            sparse: try config.isSparse(), name: try config.string("name"))
    }
}
