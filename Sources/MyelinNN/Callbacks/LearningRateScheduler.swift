import MyelinCore

/// Sets the learning rate of each epoch by a function. Keras: `LearningRateScheduler`.
public final class LearningRateScheduler: Callback {
    private let schedule: (Int, Double) -> Double

    /// - Parameter schedule: the rate for an epoch, from its number and the present rate.
    public init(_ schedule: @escaping (_ epoch: Int, _ learningRate: Double) -> Double) { self.schedule = schedule }

    public override func onEpochBegin(_ epoch: Int) throws {
        guard let rate = try model?.optimizer?.adjustableLearningRate() else { return }
        let new = schedule(epoch, rate.scalar)
        guard new.isFinite, new >= 0 else {
            throw MyelinError(
                .argument, "LearningRateScheduler: expected a rate of at least 0 for epoch \(epoch), got \(new)")
        }
        rate.set(scalar: new)
    }

    public override func onEpochEnd(_ epoch: Int, logs: inout Logs) throws {
        logs["learning_rate"] = try model?.optimizer?.currentLearningRate()
    }
}
