import MyelinCore

/// `log(sigmoid(x))`, without underflow. Keras: `log_sigmoid`.
public struct LogSigmoidActivation: Activation {
    public static let className = "log_sigmoid"

    public init() {}
    public init(config: Config) {}

    public func callAsFunction(_ x: Tensor) -> Tensor { -softplus(-x) }
}

extension Activation where Self == LogSigmoidActivation {
    /// `log(sigmoid(x))`, without underflow. Keras: `log_sigmoid`.
    public static var logSigmoid: Self { Self() }
}
