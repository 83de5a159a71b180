import MyelinCore

/// `x` for x > 0, else `alpha * (exp(x / alpha) - 1)` (Barron 2017). Keras: `celu`.
public struct CELUActivation: Activation {
    public static let className = "celu"
    public let alpha: Double

    public init(alpha: Double = 1) { self.alpha = alpha }
    public init(config: Config) throws { alpha = try config.double("alpha", default: 1) }

    public var config: ConfigObject { alpha == 1 ? [:] : ["alpha": .double(alpha)] }

    public func callAsFunction(_ x: Tensor) -> Tensor {
        let positive = x.greater(0)
        // As in ELU: exp of a large operand must not be computed, for its gradient's sake.
        return select(positive, x, expm1(select(positive, 0, x) / alpha) * alpha)
    }
}

extension Activation where Self == CELUActivation {
    /// `x` for x > 0, else `alpha * (exp(x / alpha) - 1)` (Barron 2017). Keras: `celu`.
    public static var celu: Self { Self() }
    /// `x` for x > 0, else `alpha * (exp(x / alpha) - 1)` (Barron 2017). Keras: `celu`.
    public static func celu(alpha: Double) -> Self { Self(alpha: alpha) }
}
