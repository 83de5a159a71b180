/// What an optimizer takes as its step size: a number, or a `LearningRateSchedule`.
public protocol LearningRate: Sendable {
    /// The number, if it is one.
    var constantRate: Double? { get }
}

extension Double: LearningRate {
    public var constantRate: Double? { self }
}

extension Float: LearningRate {
    public var constantRate: Double? { Double(self) }
}

extension Int: LearningRate {
    public var constantRate: Double? { Double(self) }
}
