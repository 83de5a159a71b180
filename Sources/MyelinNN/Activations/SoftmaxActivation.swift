import MyelinCore

/// `exp(x) / sum(exp(x))` along an axis, by default the last. Keras: `softmax`.
public struct SoftmaxActivation: Activation {
    public static let className = "softmax"
    public static let aliases = ["Softmax"]
    public let axis: Int

    public init(axis: Int = -1) { self.axis = axis }
    public init(config: Config) throws { axis = try config.int("axis", default: -1) }

    public var config: ConfigObject { axis == -1 ? [:] : ["axis": .int(axis)] }

    public func callAsFunction(_ x: Tensor) -> Tensor {
        MyelinCore.softmax(x, axis: axis)
    }
}

extension Activation where Self == SoftmaxActivation {
    /// `exp(x) / sum(exp(x))` along an axis, by default the last. Keras: `softmax`.
    public static var softmax: Self { Self() }
    /// `exp(x) / sum(exp(x))` along an axis, by default the last. Keras: `softmax`.
    public static func softmax(axis: Int) -> Self { Self(axis: axis) }
}
