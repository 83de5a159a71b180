import MyelinCore

/// The penalty `factor * sum(w²)`. Keras: `L2`.
public struct L2: Regularizer {
    public static let className = "L2"
    public let factor: Double

    public init(_ factor: Double = 0.01) { self.factor = factor }
    public init(config: Config) throws { factor = try config.penalty("l2", default: 0.01) }

    public var config: ConfigObject { ["l2": .double(factor)] }

    public func callAsFunction(_ weight: Tensor) -> Tensor { square(weight).sum() * factor }
}

extension Regularizer where Self == L2 {
    /// The penalty `0.01 * sum(w²)`.
    public static var l2: Self { Self() }
    /// The penalty `factor * sum(w²)`.
    public static func l2(_ factor: Double) -> Self { Self(factor) }
}
