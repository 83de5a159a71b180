import MyelinCore

/// `x` for x > 0, else `negativeSlope * x`. Keras: `leaky_relu`, with another slope than 0.2 the layer `LeakyReLU`.
public struct LeakyReLUActivation: Activation {
    public static let className = "leaky_relu"
    public static let aliases = ["LeakyReLU"]
    public let negativeSlope: Double

    public init(negativeSlope: Double = 0.2) { self.negativeSlope = negativeSlope }
    public init(config: Config) throws { negativeSlope = try config.double("negative_slope", default: 0.2) }

    public var config: ConfigObject { negativeSlope == 0.2 ? [:] : ["negative_slope": .double(negativeSlope)] }

    public func callAsFunction(_ x: Tensor) -> Tensor { leakyRelu(x, slope: negativeSlope) }
}

extension Activation where Self == LeakyReLUActivation {
    /// `x` for x > 0, else `0.2 * x`.
    public static var leakyReLU: Self { Self() }
    /// `x` for x > 0, else `negativeSlope * x`.
    public static func leakyReLU(negativeSlope: Double) -> Self { Self(negativeSlope: negativeSlope) }
}
