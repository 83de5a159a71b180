import MyelinCore

/// Lowers the learning rate when a value has stopped getting better. Keras: `ReduceLROnPlateau`.
///
/// Of a `MultiOptimizer` it lowers the rate of each optimizer inside.
public final class ReduceLROnPlateau: Callback {
    private let monitor: Monitor
    private let factor: Double
    private let patience: Int
    private let verbose: Bool
    private let minimumDelta: Double
    private let cooldown: Int
    private let minimumRate: Double
    private var best: Double?
    private var wait = 0
    private var coolingDown = 0

    /// - Parameters:
    ///   - monitor: the value that is watched.
    ///   - factor: what the learning rate is multiplied by, below 1.
    ///   - patience: epochs without progress that are waited for.
    ///   - verbose: whether a line tells each new rate.
    ///   - minimumDelta: changes of less do not count.
    ///   - cooldown: epochs after a change in which nothing is counted.
    ///   - minimumLearningRate: the rate does not fall below it.
    public init(
        monitor: String = "val_loss", factor: Double = 0.1, patience: Int = 10, verbose: Bool = false,
        mode: Monitor.Mode = .automatic, minimumDelta: Double = 1e-4, cooldown: Int = 0,
        minimumLearningRate: Double = 0
    ) {
        self.monitor = Monitor(monitor, mode: mode)
        self.factor = factor
        self.patience = patience
        self.verbose = verbose
        self.minimumDelta = Swift.abs(minimumDelta)
        self.cooldown = cooldown
        minimumRate = minimumLearningRate
    }

    public override func onTrainBegin() throws {
        guard factor < 1 else {
            throw MyelinError(.argument, "ReduceLROnPlateau: expected a factor below 1, got \(factor)")
        }
        best = nil
        wait = 0
        coolingDown = 0
    }

    public override func onEpochEnd(_ epoch: Int, logs: inout Logs) throws {
        let rates = try model?.optimizer?.adjustableRates() ?? []
        let value = try monitor.value(in: logs)
        for (name, rate) in rates { logs[name] = rate.scalar }
        if coolingDown > 0 {
            coolingDown -= 1
            wait = 0
        }
        if try monitor.isBetter(value, than: best, by: minimumDelta, in: model) {
            best = value
            wait = 0
        } else if coolingDown == 0 {
            wait += 1
            // Rates are 32 bits wide, and one that is at its limit is not above it.
            let reducible = rates.filter { $0.rate.scalar > Double(Float(minimumRate)) }
            guard wait >= patience, !reducible.isEmpty else { return }
            for (name, rate) in reducible {
                let new = max(rate.scalar * factor, minimumRate)
                rate.set(scalar: new)
                if verbose { print("Epoch \(epoch + 1): ReduceLROnPlateau reducing \(name) to \(new).") }
            }
            coolingDown = cooldown
            wait = 0
        }
    }

    public override var state: ConfigValue {
        ["best": ConfigValue(best), "wait": .int(wait), "cooling_down": .int(coolingDown)]
    }

    public override func restore(_ state: ConfigValue) throws {
        guard case .object(let fields) = state else { return }
        let config = Config(fields, owner: "ReduceLROnPlateau")
        best = try config.optionalDouble("best")
        wait = try config.int("wait")
        coolingDown = try config.int("cooling_down")
    }
}
