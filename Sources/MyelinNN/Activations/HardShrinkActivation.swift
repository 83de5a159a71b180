import MyelinCore

/// `x` where |x| > threshold, else 0. Keras: `hard_shrink`.
public struct HardShrinkActivation: Activation {
    public static let className = "hard_shrink"
    public let threshold: Double

    public init(threshold: Double = 0.5) { self.threshold = threshold }
    public init(config: Config) throws { threshold = try config.double("threshold", default: 0.5) }

    public var config: ConfigObject { threshold == 0.5 ? [:] : ["threshold": .double(threshold)] }

    public func callAsFunction(_ x: Tensor) -> Tensor {
        select(abs(x).greater(Tensor(threshold, x.dtype)), x, 0)
    }
}

extension Activation where Self == HardShrinkActivation {
    /// `x` where |x| > threshold, else 0. Keras: `hard_shrink`.
    public static var hardShrink: Self { Self() }
    /// `x` where |x| > threshold, else 0. Keras: `hard_shrink`.
    public static func hardShrink(threshold: Double) -> Self { Self(threshold: threshold) }
}
