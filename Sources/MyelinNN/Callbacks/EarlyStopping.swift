import MyelinCore

/// Ends training when a value has stopped getting better. Keras: `EarlyStopping`.
public final class EarlyStopping: Callback {
    private let monitor: Monitor
    private let minimumDelta: Double
    private let patience: Int
    private let verbose: Bool
    private let baseline: Double?
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
    ///   - verbose: whether a line tells that training ended early.
    ///   - baseline: what values must be better than to count as progress, besides being better than all before.
    ///   - restoreBestWeights: whether the model gets back the weights of its best epoch, whatever the baseline.
    ///   - startFromEpoch: epochs before it are not watched.
    public init(
        monitor: String = "val_loss", minimumDelta: Double = 0, patience: Int = 0, verbose: Bool = false,
        mode: Monitor.Mode = .automatic, baseline: Double? = nil, restoreBestWeights: Bool = false,
        startFromEpoch: Int = 0
    ) {
        self.monitor = Monitor(monitor, mode: mode)
        self.minimumDelta = Swift.abs(minimumDelta)
        self.patience = patience
        self.verbose = verbose
        self.baseline = baseline
        restoresBestWeights = restoreBestWeights
        self.startFromEpoch = startFromEpoch
    }

    public override func onTrainBegin() {
        best = nil
        bestEpoch = 0
        wait = 0
        stoppedEpoch = nil
        bestWeights = []
    }

    public override func onEpochEnd(_ epoch: Int, logs: inout Logs) throws {
        guard epoch >= startFromEpoch, let model else { return }
        let value = try monitor.value(in: logs)
        if restoresBestWeights, bestWeights.isEmpty {
            bestWeights = try model.getWeights()
            bestEpoch = epoch
        }
        wait += 1
        if try monitor.isBetter(value, than: best, by: minimumDelta, in: model) {
            best = value
            bestEpoch = epoch
            if restoresBestWeights { bestWeights = try model.getWeights() }
            if try monitor.isBetter(value, than: baseline, by: minimumDelta, in: model) { wait = 0 }
            return
        }
        if wait >= patience, epoch > 0 {
            stoppedEpoch = epoch
            model.stopTraining = true
        }
    }

    public override func onTrainEnd() throws {
        if verbose, let stoppedEpoch { print("Epoch \(stoppedEpoch + 1): early stopping") }
        guard restoresBestWeights, !bestWeights.isEmpty else { return }
        if verbose { print("Restoring model weights from the end of the best epoch: \(bestEpoch + 1).") }
        try model?.setWeights(bestWeights)
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
