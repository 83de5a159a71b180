import MyelinCore

/// The penalty `l1 * sum(|w|) + l2 * sum(w²)`; both factors are 0 unless given, as in Keras' class. Keras: `L1L2`.
public struct L1L2: Regularizer {
    public static let className = "L1L2"
    public static let aliases = ["l1_l2"]
    public let l1: Double
    public let l2: Double

    public init(l1: Double = 0, l2: Double = 0) {
        self.l1 = l1
        self.l2 = l2
    }

    public init(config: Config) throws {
        self.init(l1: try config.penalty("l1", default: 0), l2: try config.penalty("l2", default: 0))
    }

    public var config: ConfigObject { ["l1": .double(l1), "l2": .double(l2)] }

    public func callAsFunction(_ weight: Tensor) -> Tensor { L1(l1)(weight) + L2(l2)(weight) }
}

extension Regularizer where Self == L1L2 {
    /// The penalty `l1 * sum(|w|) + l2 * sum(w²)`.
    public static func l1l2(l1: Double, l2: Double) -> Self { Self(l1: l1, l2: l2) }
}
