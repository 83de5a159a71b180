import MyelinCore
import MyelinData

/// Layers one after the other.
///
///     let model = try Sequential {
///         Input(shape: [784])
///         Dense(64, activation: .relu)
///         Dense(10, activation: .softmax)
///     }
///
/// Without an `Input` at the front the model is built when the first data comes.
public final class Sequential: Model {
    private var pending: [Layer]

    /// - Parameters:
    ///   - seed: what its random numbers depend on; the same seed gives the same weights and the same training.
    /// - Throws: what does not fit in the network, with the layer's name.
    public init(_ layers: [Layer], name: String? = nil, seed: Int? = nil) throws {
        pending = layers
        super.init(name: name ?? "sequential", seed: seed)
        self.layers = layers.filter { !($0 is Input) }
        if let input = layers.first as? Input { try connect(input) }
    }

    public convenience init(name: String? = nil, seed: Int? = nil, @LayerBuilder _ layers: () throws -> [Layer]) throws
    {
        try self.init(try layers(), name: name, seed: seed)
    }

    public override var className: String { "Sequential" }

    /// Whether the shapes are known and the weights exist.
    public var isConnected: Bool { !calls.isEmpty }

    private func connect(_ input: Input) throws {
        var places = [input.symbolic]
        for layer in pending where !(layer is Input) {
            guard places.count == 1 else {
                throw MyelinError(
                    .argument,
                    "\(name): \(places[0].call.layer.className) has \(places.count) outputs; only a last layer may")
            }
            places = LayerCall(layer, places).outputs
        }
        try draw(inputs: [input.symbolic], outputs: places)
        layers.removeAll { $0 is Input }
    }

    /// Builds a model that had no `Input`, for data of this shape (with the batch axis).
    func connect(to data: DataArray) throws {
        switch data {
        case .numbers(let tensor): try connect(shape: tensor.shape, dtype: tensor.dtype)
        case .text(let texts):
            guard !isConnected else { return }
            try connect(Input.text(shape: Array(texts.shape.sizes.dropFirst()), name: "input_layer"))
        }
    }

    func connect(shape: Shape, dtype: DType) throws {
        guard !isConnected else { return }
        guard shape.rank > 0 else {
            throw MyelinError(.shape, "\(name): expected data with a batch axis, got a scalar")
        }
        try connect(
            Input(
                shape: Array(shape.sizes.dropFirst()), dtype: dtype.isFloatingPoint ? dtype : .float32,
                name: "input_layer"))
    }

    public override func build(_ inputs: [Shape]) throws {
        if !isConnected, let first = inputs.first { try connect(shape: first, dtype: .float32) }
    }
}

/// Collects the layers that are written one below the other.
@resultBuilder
public enum LayerBuilder {
    /// A line with one layer.
    public static func buildExpression(_ layer: Layer) -> [Layer] { [layer] }
    /// A line with a list of layers, such as a block of one's own.
    public static func buildExpression(_ layers: [Layer]) -> [Layer] { layers }
    /// The lines of a block, one after the other.
    public static func buildBlock(_ parts: [Layer]...) -> [Layer] { parts.flatMap { $0 } }
    /// An `if` without `else`.
    public static func buildOptional(_ part: [Layer]?) -> [Layer] { part ?? [] }
    /// The first branch of an `if` or `switch`.
    public static func buildEither(first part: [Layer]) -> [Layer] { part }
    /// Another branch.
    public static func buildEither(second part: [Layer]) -> [Layer] { part }
    /// The rounds of a `for`.
    public static func buildArray(_ parts: [[Layer]]) -> [Layer] { parts.flatMap { $0 } }
}
