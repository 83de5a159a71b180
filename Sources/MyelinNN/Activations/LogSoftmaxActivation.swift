import MyelinCore

/// The logarithm of softmax along an axis, without overflow. Keras: `log_softmax`.
public struct LogSoftmaxActivation: Activation {
    public static let className = "log_softmax"
    public let axis: Int

    public init(axis: Int = -1) { self.axis = axis }
    public init(config: Config) throws { axis = try config.int("axis", default: -1) }

    public var config: ConfigObject { axis == -1 ? [:] : ["axis": .int(axis)] }

    public func callAsFunction(_ x: Tensor) -> Tensor {
        MyelinCore.logSoftmax(x, axis: axis)
    }
}

extension Activation where Self == LogSoftmaxActivation {
    /// The logarithm of softmax along an axis, without overflow. Keras: `log_softmax`.
    public static var logSoftmax: Self { Self() }
    /// The logarithm of softmax along an axis, without overflow. Keras: `log_softmax`.
    public static func logSoftmax(axis: Int) -> Self { Self(axis: axis) }
}
