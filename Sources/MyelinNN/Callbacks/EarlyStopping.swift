import MyelinCore

/// Ends training when a value has stopped getting better. Keras: `EarlyStopping`.
public final class EarlyStopping: Callback {
    private let monitor: Monitor
    private let minimumDelta: Double
    private let patience: Int
    private let restoresBestWeights: Bool
    private let startFromEpoch: Int
    private var best: Double?
    private var wait = 0
    private var bestWeights: [Tensor] = []
    /// The epoch after which training ended; nil if it went to its end.
    public private(set) var stoppedEpoch: Int?
    /// The epoch with the best value.
    public private(set) var bestEpoch = 0

    /// - Parameters:
    ///   - monitor: the value that is watched.
    ///   - minimumDelta: changes of less do not count.
    ///   - patience: epochs without progress that are waited for.
    ///   - restoreBestWeights: whether the model gets back the weights of its best epoch.
    ///   - startFromEpoch: epochs before it are not watched.
    public init(
        monitor: String = "val_loss", minimumDelta: Double = 0, patience: Int = 0, mode: Monitor.Mode = .automatic,
        restoreBestWeights: Bool = false, startFromEpoch: Int = 0
    ) {
        self.monitor = Monitor(monitor, mode: mode)
        self.minimumDelta = Swift.abs(minimumDelta)
        self.patience = patience
        restoresBestWeights = restoreBestWeights
        self.startFromEpoch = startFromEpoch
    }

    public override func onTrainBegin() {
        best = nil
        wait = 0
        stoppedEpoch = nil
        bestWeights = []
    }

    public override func onEpochEnd(_ epoch: Int, logs: inout Logs) throws {
        guard epoch >= startFromEpoch, let model else { return }
        let value = try monitor.value(in: logs)
        if restoresBestWeights, bestWeights.isEmpty { bestWeights = try model.getWeights() }
        wait += 1
        if monitor.isBetter(value, than: best, by: minimumDelta) {
            best = value
            bestEpoch = epoch
            wait = 0
            if restoresBestWeights { bestWeights = try model.getWeights() }
            return
        }
        if wait >= patience, epoch > 0 {
            stoppedEpoch = epoch
            model.stopTraining = true
        }
    }

    public override func onTrainEnd() throws {
        if restoresBestWeights, !bestWeights.isEmpty { try model?.setWeights(bestWeights) }
    }

    public override var state: ConfigValue {
        ["best": ConfigValue(best), "wait": .int(wait), "best_epoch": .int(bestEpoch)]
    }

    public override func restore(_ state: ConfigValue) throws {
        guard case .object(let fields) = state else { return }
        let config = Config(fields, owner: "EarlyStopping")
        best = try config.optionalDouble("best")
        wait = try config.int("wait")
        bestEpoch = try config.int("best_epoch")
    }

    public override var stateTensors: [Tensor] {
        get { bestWeights }
        set { bestWeights = newValue }
    }
}
