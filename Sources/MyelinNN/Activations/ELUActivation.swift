import MyelinCore

/// `x` for x > 0, else `alpha * (exp(x) - 1)`. Keras: `elu`, with another alpha than 1 the layer `ELU`.
public struct ELUActivation: Activation {
    public static let className = "elu"
    public static let aliases = ["ELU"]
    public let alpha: Double

    public init(alpha: Double = 1) { self.alpha = alpha }
    public init(config: Config) throws { alpha = try config.double("alpha", default: 1) }

    public var config: ConfigObject { alpha == 1 ? [:] : ["alpha": .double(alpha)] }

    public func callAsFunction(_ x: Tensor) -> Tensor {
        let positive = x.greater(0)
        // Without the inner selection exp(x) overflows for a large x, and its gradient there, 0 * infinity, is NaN.
        return select(positive, x, expm1(select(positive, 0, x)) * alpha)
    }
}

extension Activation where Self == ELUActivation {
    /// `x` for x > 0, else `exp(x) - 1`.
    public static var elu: Self { Self() }
    /// `x` for x > 0, else `alpha * (exp(x) - 1)`.
    public static func elu(alpha: Double) -> Self { Self(alpha: alpha) }
}
