import MyelinCore

/// Sets the learning rate of each epoch by a function. Keras: `LearningRateScheduler`.
///
/// Of a `MultiOptimizer` it sets the rate of each optimizer inside.
public final class LearningRateScheduler: Callback {
    private let schedule: (Int, Double) -> Double
    private let verbose: Bool

    /// - Parameters:
    ///   - schedule: the rate for an epoch, from its number and the present rate.
    ///   - verbose: whether a line tells each rate.
    public init(verbose: Bool = false, _ schedule: @escaping (_ epoch: Int, _ learningRate: Double) -> Double) {
        self.schedule = schedule
        self.verbose = verbose
    }

    public override func onEpochBegin(_ epoch: Int) throws {
        for (name, rate) in try model?.optimizer?.adjustableRates() ?? [] {
            let new = schedule(epoch, rate.scalar)
            guard new.isFinite, new >= 0 else {
                throw MyelinError(
                    .argument, "LearningRateScheduler: expected a rate of at least 0 for epoch \(epoch), got \(new)")
            }
            rate.set(scalar: new)
            if verbose { print("Epoch \(epoch + 1): LearningRateScheduler setting \(name) to \(new).") }
        }
    }

    public override func onEpochEnd(_ epoch: Int, logs: inout Logs) throws {
        for (name, rate) in try model?.optimizer?.adjustableRates() ?? [] { logs[name] = rate.scalar }
    }
}
