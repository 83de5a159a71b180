import MyelinCore

/// A function applied element by element (softmax: along the last axis) to what a layer computed.
///
/// Where a parameter is an activation, `.relu`, `.softmax`, `.leakyReLU(negativeSlope: 0.1)` name one. A type of one's
/// own needs a `className` and `callAsFunction`.
public protocol Activation: Configurable {
    func callAsFunction(_ x: Tensor) -> Tensor
}

extension Activation {
    public init(config: Config) throws {
        throw MyelinError(.unknownName, "\(config.owner): cannot be made from a file")
    }

    public static var module: String { "keras.activations" }

    /// Keras writes an activation by its name; one with settings is written as the layer that does the same, if there
    /// is one.
    public var serialized: ConfigValue {
        if config.isEmpty { return .string(Self.className) }
        guard let layer = Self.aliases.first(where: { $0.first!.isUppercase }) else {
            return .keras(Self.module, Self.className, config)
        }
        return .keras("keras.layers", layer, config)
    }
}
