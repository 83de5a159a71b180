import MyelinCore

/// `x` moved towards 0 by the threshold, and 0 within it. Keras: `soft_shrink`.
public struct SoftShrinkActivation: Activation {
    public static let className = "soft_shrink"
    public let threshold: Double

    public init(threshold: Double = 0.5) { self.threshold = threshold }
    public init(config: Config) throws { threshold = try config.double("threshold", default: 0.5) }

    public var config: ConfigObject { threshold == 0.5 ? [:] : ["threshold": .double(threshold)] }

    public func callAsFunction(_ x: Tensor) -> Tensor {
        sign(x) * relu(abs(x) - threshold)
    }
}

extension Activation where Self == SoftShrinkActivation {
    /// `x` moved towards 0 by the threshold, and 0 within it. Keras: `soft_shrink`.
    public static var softShrink: Self { Self() }
    /// `x` moved towards 0 by the threshold, and 0 within it. Keras: `soft_shrink`.
    public static func softShrink(threshold: Double) -> Self { Self(threshold: threshold) }
}
