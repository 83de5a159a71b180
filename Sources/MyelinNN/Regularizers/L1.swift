import MyelinCore

/// The penalty `factor * sum(|w|)`. Keras: `L1`.
public struct L1: Regularizer {
    public static let className = "L1"
    public let factor: Double

    public init(_ factor: Double = 0.01) { self.factor = factor }
    public init(config: Config) throws { factor = try config.penalty("l1", default: 0.01) }

    public var config: ConfigObject { ["l1": .double(factor)] }

    public func callAsFunction(_ weight: Tensor) -> Tensor { abs(weight).sum() * factor }
}

extension Regularizer where Self == L1 {
    /// The penalty `0.01 * sum(|w|)`.
    public static var l1: Self { Self() }
    /// The penalty `factor * sum(|w|)`.
    public static func l1(_ factor: Double) -> Self { Self(factor) }
}
