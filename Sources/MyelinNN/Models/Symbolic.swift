import MyelinCore

/// What a layer returns when it is called without data: a place in the network that is being drawn.
///
/// The first axis is the batch, of unknown size (nil); others may be unknown too, such as the length of a text.
public struct SymbolicTensor {
    /// Sizes of the axes; nil where unknown.
    public let shape: [Int?]
    /// The element type; of text it means nothing.
    public let dtype: DType
    /// Whether there are texts at this place and no numbers.
    public let isText: Bool
    let call: LayerCall
    let output: Int

    /// Keras' name of the element type.
    var dtypeName: String { isText ? "string" : dtype.rawValue }

    /// A type with the batch size filled in, and another size where one is unknown.
    func type(batch: Int, unknown: Int = 1) -> TensorType {
        TensorType(Shape(shape.enumerated().map { $1 ?? ($0 == 0 ? batch : unknown) }), dtype)
    }

    /// The type of data for some number of samples, which need not be that of a batch of fixed size.
    func dataType(samples: Int, unknown: Int = 1) -> TensorType {
        var type = type(batch: samples, unknown: unknown)
        if type.shape.rank > 0 { type.shape[0] = samples }
        return type
    }

    /// "(batch, 28, 28, 1)", for messages.
    var shapeText: String {
        "(" + shape.enumerated().map { $1.map(String.init) ?? ($0 == 0 ? "batch" : "any") }.joined(separator: ", ")
            + ")"
    }
}

/// One use of a layer in the functional form.
final class LayerCall {
    let layer: Layer
    let inputs: [SymbolicTensor]
    let arguments: CallArguments
    private(set) var outputs: [SymbolicTensor] = []
    /// Why this call cannot be; thrown when the model is made.
    private(set) var error: MyelinError?

    /// Stands for the batch size while shapes are found out, if no input has a fixed one; whatever has the size on its
    /// first axis afterwards has the batch there.
    private static let batch = 2
    /// Stand for other unknown sizes. An axis that differs between the two is unknown in the result as well.
    static let unknown = [19, 31]
    /// In a sample; what is computed from sizes below stays far from overflow.
    private static let mostElements = 1 << 40

    init(_ layer: Layer, _ inputs: [SymbolicTensor], _ arguments: CallArguments? = nil) {
        self.layer = layer
        self.inputs = inputs
        self.arguments = arguments ?? CallArguments(tensors: inputs.count)
        let fixed = inputs.compactMap { $0.shape.first ?? nil }
        let batch = fixed.first ?? Self.batch, isFixed = !inputs.isEmpty && fixed.count == inputs.count
        var types = [[TensorType([batch], .float32)]]
        do {
            if let earlier = inputs.lazy.compactMap({ $0.call.error }).first { throw earlier }
            if inputs.contains(where: \.isText) || (layer as? any TextLayer)?.givesText ?? false {
                let results = try Self.unknown.map {
                    try Self.textOutput(layer, inputs, batch: batch, unknown: $0)
                }
                types = results.map { [TensorType($0.shape, $0.dtype)] }
                outputs = places(types, isText: results[0].isText, fixed: isFixed ? batch : nil)
                return
            }
            if layer.needsBatchSize, !isFixed {
                throw MyelinError(
                    .shape,
                    "\(layer.name): is stateful, which needs batches of a fixed size: give the Input a batchSize")
            }
            let isKnown = inputs.allSatisfy { !$0.shape.dropFirst().contains(nil) }
            types = try Self.unknown.prefix(isKnown ? 1 : 2).map { size in
                let stands = inputs.map { Tensor.placeholder("", $0.type(batch: batch, unknown: size)) }
                let results = try layer.apply(stands, CallContext(training: false), self.arguments)
                return results.map { TensorType($0.shape, $0.dtype) }
            }
        } catch let failure {
            error = failure as? MyelinError ?? MyelinError(.argument, "\(failure)")
        }
        outputs = places(types, isText: false, fixed: isFixed ? batch : nil)
    }

    /// Outputs of the types that were found with each of the stand-ins for unknown sizes.
    ///
    /// - Parameter batch: the size of the batch, where it is fixed.
    private func places(_ types: [[TensorType]], isText: Bool, fixed batch: Int?) -> [SymbolicTensor] {
        types[0].enumerated().map { index, type in
            let other = types.last![index].shape
            let sizes: [Int?] = type.shape.sizes.enumerated().map { axis, size in
                axis == 0 && size != batch || size != other[axis] ? nil : size
            }
            return SymbolicTensor(shape: sizes, dtype: type.dtype, isText: isText, call: self, output: index)
        }
    }

    init(input layer: Input) {
        self.layer = layer
        inputs = []
        arguments = CallArguments(positional: [])
        outputs = [
            SymbolicTensor(
                shape: [layer.batchSize] + layer.shape, dtype: layer.dtype, isText: layer.isText, call: self, output: 0)
        ]
        let sizes = ([layer.batchSize] + layer.shape).compactMap { $0 }
        if sizes.contains(where: { $0 < 1 }) {
            error = MyelinError(.shape, "\(layer.name): expected sizes of at least 1, got \(Shape(sizes))")
        } else if sizes.reduce(1.0, { $0 * Double($1) }) > Double(Self.mostElements) {
            error = MyelinError(.shape, "\(layer.name): a sample of shape \(Shape(sizes)) is larger than any memory")
        }
    }
}

/// A place in a network: what a layer returned, or an input.
public protocol Symbolic {
    /// The place in the network that it stands for.
    var symbolic: SymbolicTensor { get }
}

extension SymbolicTensor: Symbolic { public var symbolic: SymbolicTensor { self } }

extension Layer {
    /// Draws the layer into a network: `let y = Dense(64)(x)`. What does not fit is thrown when the model is made.
    public func callAsFunction(_ input: some Symbolic) -> SymbolicTensor {
        LayerCall(self, [input.symbolic]).outputs[0]
    }

    /// Draws a layer of several inputs.
    public func callAsFunction(_ inputs: [any Symbolic]) -> SymbolicTensor {
        LayerCall(self, inputs.map(\.symbolic)).outputs[0]
    }

    /// All outputs of a layer that has several, such as a nested model.
    public func outputs(of inputs: [any Symbolic]) -> [SymbolicTensor] {
        LayerCall(self, inputs.map(\.symbolic)).outputs
    }
}
