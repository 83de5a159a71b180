import MyelinCore

/// How a model is trained and what it has compiled for that: optimizer, losses, metrics, and the Programs of the steps.
final class TrainingSetup {
    let optimizer: Optimizer
    /// Of each output; nil where an output has none.
    private(set) var losses: [(any Loss)?]
    /// Names that a file gave to the losses of the outputs; they change nothing and go back into files.
    var lossNames: [String?] = []
    let lossWeights: [Double]?
    /// Whether one loss was given for however many outputs there are.
    private let sharesLoss: Bool
    /// Metrics of each output as they were given: those that leave sample weights aside, and those that use them.
    let given: (plain: [[Metric]], weighted: [[Metric]])
    /// As they are once the shapes are known.
    private(set) var metrics: [[Metric]] = []
    private(set) var weightedMetrics: [[Metric]] = []
    let lossTracker = LossTracker()
    /// Of each output that has a loss, if there are several.
    private(set) var outputTrackers: [LossTracker?] = []
    /// Epochs trained since `compile`; each shuffles differently.
    var epochCount = 0
    let steps = StepCache()

    init(
        optimizer: Optimizer, losses: [(any Loss)?], sharesLoss: Bool, lossWeights: [Double]?, metrics: [[Metric]],
        weightedMetrics: [[Metric]]
    ) {
        self.optimizer = optimizer
        self.losses = losses
        self.sharesLoss = sharesLoss
        self.lossWeights = lossWeights
        given = (metrics, weightedMetrics)
    }

    /// A factor of an output's loss in the total.
    func lossWeight(_ output: Int) -> Double { lossWeights?[output] ?? 1 }

    /// Spreads one loss over all outputs, and checks that there is one of everything for each.
    func fit(outputs count: Int, of name: String) throws {
        func check(_ found: Int, _ what: String) throws {
            guard found == count else {
                throw MyelinError(
                    .training, "\(name): \(found) \(what) for \(count) outputs; compile needs one for each")
            }
        }
        if sharesLoss, losses.count == 1, count > 1 { losses = [(any Loss)?](repeating: losses[0], count: count) }
        guard losses.count == count else {
            throw MyelinError(
                .training, "\(name): \(losses.count) losses for \(count) outputs; compile needs one for each")
        }
        if let lossWeights { try check(lossWeights.count, "loss weights") }
        if !given.plain.isEmpty { try check(given.plain.count, "lists of metrics") }
        if !given.weighted.isEmpty { try check(given.weighted.count, "lists of weighted metrics") }
        if outputTrackers.isEmpty, losses.count > 1 {
            let several = losses.filter { $0 != nil }.count > 1
            outputTrackers = losses.map { $0 == nil || !several ? nil : LossTracker() }
        }
    }

    /// Fixes what depends on the shapes of targets and predictions, when the first step is recorded. It stays so: the loss
    /// lets no targets of another kind through, and compiled steps write to these very metrics.
    func resolveMetrics(targets: [TensorType], predictions: [TensorType]) {
        func resolved(_ lists: [[Metric]]) -> [[Metric]] {
            lists.enumerated().map { output, metrics in
                metrics.map {
                    $0.resolved(target: targets[output], prediction: predictions[output], loss: losses[output])
                }
            }
        }
        if metrics.isEmpty { metrics = resolved(given.plain) }
        if weightedMetrics.isEmpty { weightedMetrics = resolved(given.weighted) }
    }

    /// The sums of the loss and of all metrics.
    var sums: [Variable] {
        let trackers = [lossTracker] + outputTrackers.compactMap { $0 }
        return trackers.flatMap { [$0.sum, $0.count] } + (metrics + weightedMetrics).joined().flatMap(\.state)
    }

    /// Sets all sums to zero.
    func resetMetrics() {
        lossTracker.reset()
        for tracker in outputTrackers { tracker?.reset() }
        for metric in (metrics + weightedMetrics).joined() { metric.reset() }
    }

    /// Whether a larger value is better under a name of the logs; nil where it cannot be told.
    func largerIsBetter(_ name: String, outputs: [String]) -> Bool? {
        func isMeant(_ metric: Metric, _ output: Int) -> Bool {
            let own = [metric.name, "weighted_\(metric.name)"]
            return own.contains(name) || own.contains { name == "\(outputs[output])_\($0)" }
        }
        for list in [metrics, weightedMetrics] {
            for (output, metrics) in list.enumerated() {
                if let metric = metrics.first(where: { isMeant($0, output) }) { return metric.largerIsBetter }
            }
        }
        return name == "loss" || outputs.contains { name == "\($0)_loss" } ? false : nil
    }

    /// The loss and metrics since the last reset, by Keras' names.
    ///
    /// - Parameter outputs: the names of the outputs, which stand in front where there are several.
    func logs(outputs: [String]) throws -> Logs {
        var logs = Logs()
        logs["loss"] = lossTracker.value
        for (output, tracker) in outputTrackers.enumerated() {
            if let tracker { logs["\(outputs[output])_loss"] = tracker.value }
        }
        var counts: [String: Int] = [:]
        /// The name, with a number where another metric has it already.
        func unique(_ name: String) -> String {
            defer { counts[name, default: 0] += 1 }
            return counts[name].map { "\(name)_\($0)" } ?? name
        }
        func prefixed(_ name: String, _ output: Int) -> String {
            outputs.count > 1 ? "\(outputs[output])_\(name)" : name
        }
        for (output, list) in metrics.enumerated() {
            for metric in list { try logs.set(unique(prefixed(metric.name, output)), metric.result()) }
        }
        for (output, list) in weightedMetrics.enumerated() {
            for metric in list {
                let name = prefixed(metric.name, output)
                let isTaken = counts[name] != nil
                try logs.set(unique(isTaken ? prefixed("weighted_\(metric.name)", output) : name), metric.result())
            }
        }
        return logs
    }
}

extension Logs {
    /// A metric's value, a number or one for each class.
    fileprivate mutating func set(_ name: String, _ result: Tensor) throws {
        let numbers = try result.scalars(Float.self).map { Double($0) }
        if result.rank == 0 { self[name] = numbers[0] } else { set(name, numbers) }
    }
}

/// The mean loss over the samples seen, as logs show it.
final class LossTracker {
    let sum = Variable(constant: 0, .float32, name: "loss_sum")
    let count = Variable(constant: 0, .float32, name: "loss_count")

    var value: Double { sum.scalar / max(count.scalar, 1) }

    func reset() {
        sum.setZero()
        count.setZero()
    }
}

/// What a compiled step depends on.
struct StepKey: Hashable {
    enum Kind: Hashable { case train, evaluate, predict }
    let kind: Kind
    let inputs: [TensorType]
    let targets: [TensorType]
    let weight: TensorType?
}

extension Model {
    /// Prepares the model for training.
    ///
    /// - Parameters:
    ///   - optimizer: how the weights follow their gradients.
    ///   - loss: what is made small; checked against the targets before the first batch. A model with several outputs
    ///     applies it to each.
    ///   - metrics: what is watched besides.
    ///   - weightedMetrics: what is watched with the samples' weights.
    public func compile(
        optimizer: Optimizer = RMSprop(), loss: any Loss, metrics: [Metric] = [], weightedMetrics: [Metric] = []
    ) {
        training = TrainingSetup(
            optimizer: scalingLoss(optimizer), losses: [loss], sharesLoss: true, lossWeights: nil,
            metrics: metrics.isEmpty ? [] : [metrics], weightedMetrics: weightedMetrics.isEmpty ? [] : [weightedMetrics]
        )
    }

    /// Prepares a model with several outputs.
    ///
    /// - Parameters:
    ///   - losses: one for each output; nil for an output that no loss looks at.
    ///   - lossWeights: factors of the losses in the total, 1 each by default.
    ///   - metrics: a list for each output.
    ///   - weightedMetrics: a list for each output of those that use the samples' weights.
    public func compile(
        optimizer: Optimizer = RMSprop(), losses: [(any Loss)?], lossWeights: [Double]? = nil, metrics: [[Metric]] = [],
        weightedMetrics: [[Metric]] = []
    ) {
        training = TrainingSetup(
            optimizer: scalingLoss(optimizer), losses: losses, sharesLoss: false, lossWeights: lossWeights,
            metrics: metrics,
            weightedMetrics: weightedMetrics)
    }

    /// As Keras: gradients in Float16 would vanish without a scaled loss.
    private func scalingLoss(_ optimizer: Optimizer) -> Optimizer {
        dtypePolicy == .mixedFloat16 && !(optimizer is LossScaleOptimizer) ? LossScaleOptimizer(optimizer) : optimizer
    }

    /// The optimizer given to `compile`.
    public var optimizer: Optimizer? { training?.optimizer }

    func requireTraining() throws -> TrainingSetup {
        guard let training else {
            throw MyelinError(.training, "\(name): call compile(optimizer:loss:) before training or evaluating")
        }
        if !outputs.isEmpty { try training.fit(outputs: outputs.count, of: name) }
        return training
    }
}
