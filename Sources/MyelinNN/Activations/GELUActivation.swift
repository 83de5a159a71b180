import MyelinCore

/// `x * Φ(x)` with the normal distribution function Φ, or its approximation by tanh. Keras: `gelu`.
///
/// Keras cannot read the approximation back: it writes activations by name alone, and has no layer for this one.
public struct GELUActivation: Activation {
    public static let className = "gelu"
    public let approximate: Bool

    /// - Parameter approximate: whether to use `0.5 * x * (1 + tanh(sqrt(2 / π) * (x + 0.044715 * x³)))`.
    public init(approximate: Bool = false) { self.approximate = approximate }
    public init(config: Config) throws { approximate = try config.bool("approximate", default: false) }

    public var config: ConfigObject { approximate ? ["approximate": true] : [:] }

    public func callAsFunction(_ x: Tensor) -> Tensor {
        if approximate {
            let inner = (x + x * square(x) * 0.044715) * (2 / Double.pi).squareRoot()
            return x * (tanh(inner) + 1) * 0.5
        }
        return x * (erf(x * 0.5.squareRoot()) + 1) * 0.5
    }
}

extension Activation where Self == GELUActivation {
    /// `x * Φ(x)` with the normal distribution function Φ.
    public static var gelu: Self { Self() }
    /// `x * Φ(x)`, or its approximation by tanh.
    public static func gelu(approximate: Bool) -> Self { Self(approximate: approximate) }
}
