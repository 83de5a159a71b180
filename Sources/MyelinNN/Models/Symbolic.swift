import MyelinCore

/// What a layer returns when it is called without data: a place in the network that is being drawn.
///
/// The first axis is the batch, of unknown size (nil).
public struct SymbolicTensor {
    /// Sizes of the axes; nil where unknown.
    public let shape: [Int?]
    public let dtype: DType
    let call: LayerCall
    let output: Int

    /// A type with the batch size filled in.
    func type(batch: Int) -> TensorType { TensorType(Shape(shape.map { $0 ?? batch }), dtype) }
}

/// One use of a layer in the functional form.
final class LayerCall {
    let layer: Layer
    let inputs: [SymbolicTensor]
    private(set) var outputs: [SymbolicTensor] = []
    /// Why this call cannot be; thrown when the model is made.
    private(set) var error: MyelinError?

    /// Stands for the batch size while shapes are found out. The layers are recorded on it once; whatever has the size on
    /// its first axis afterwards has the batch there.
    private static let probe = 2
    /// In a sample; what is computed from sizes below stays far from overflow.
    private static let mostElements = 1 << 40

    init(_ layer: Layer, _ inputs: [SymbolicTensor]) {
        self.layer = layer
        self.inputs = inputs
        var types = [TensorType([Self.probe], .float32)]
        do {
            if let earlier = inputs.lazy.compactMap({ $0.call.error }).first { throw earlier }
            let stands = inputs.map { Tensor.placeholder("", $0.type(batch: Self.probe)) }
            types = try layer.apply(stands, CallContext(training: false)).map { TensorType($0.shape, $0.dtype) }
        } catch let failure {
            error = failure as? MyelinError ?? MyelinError(.argument, "\(failure)")
        }
        outputs = types.enumerated().map { index, type in
            let sizes: [Int?] = type.shape.sizes.enumerated().map { $0 == 0 ? nil : $1 }
            return SymbolicTensor(shape: sizes, dtype: type.dtype, call: self, output: index)
        }
    }

    init(input layer: Input) {
        self.layer = layer
        inputs = []
        outputs = [SymbolicTensor(shape: [nil] + layer.shape.map { $0 }, dtype: layer.dtype, call: self, output: 0)]
        if layer.shape.contains(where: { $0 < 1 }) {
            error = MyelinError(.shape, "\(layer.name): expected sizes of at least 1, got \(Shape(layer.shape))")
        } else if layer.shape.reduce(1.0, { $0 * Double($1) }) > Double(Self.mostElements) {
            error = MyelinError(.shape, "\(layer.name): a sample of shape \(Shape(layer.shape)) is larger than any memory")
        }
    }
}

/// A place in a network: what a layer returned, or an input.
public protocol Symbolic {
    var symbolic: SymbolicTensor { get }
}

extension SymbolicTensor: Symbolic { public var symbolic: SymbolicTensor { self } }

extension Layer {
    /// Draws the layer into a network: `let y = Dense(64)(x)`. What does not fit is thrown when the model is made.
    public func callAsFunction(_ input: some Symbolic) -> SymbolicTensor { LayerCall(self, [input.symbolic]).outputs[0] }

    /// Draws a layer of several inputs.
    public func callAsFunction(_ inputs: [any Symbolic]) -> SymbolicTensor {
        LayerCall(self, inputs.map(\.symbolic)).outputs[0]
    }

    /// All outputs of a layer that has several, such as a nested model.
    public func outputs(of inputs: [any Symbolic]) -> [SymbolicTensor] { LayerCall(self, inputs.map(\.symbolic)).outputs }
}
