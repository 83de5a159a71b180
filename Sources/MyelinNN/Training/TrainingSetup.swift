import MyelinCore

/// How a model is trained and what it has compiled for that: optimizer, losses, metrics, and the Programs of the steps.
final class TrainingSetup {
    let optimizer: Optimizer
    let losses: [any Loss]
    let lossWeights: [Double]
    /// Metrics of each output as they were given, and as they are once the shapes are known.
    let givenMetrics: [[Metric]]
    private(set) var metrics: [[Metric]] = []
    let lossTracker = LossTracker()
    /// Epochs trained since `compile`; each shuffles differently.
    var epochCount = 0
    let steps = StepCache()

    init(optimizer: Optimizer, losses: [any Loss], lossWeights: [Double], metrics: [[Metric]]) {
        self.optimizer = optimizer
        self.losses = losses
        self.lossWeights = lossWeights
        givenMetrics = metrics
    }

    /// Fixes what depends on the shapes of targets and predictions, when the first step is recorded. It stays so: the loss
    /// lets no targets of another kind through, and compiled steps write to these very metrics.
    func resolveMetrics(targets: [TensorType], predictions: [TensorType]) {
        guard metrics.isEmpty else { return }
        metrics = givenMetrics.enumerated().map { output, metrics in
            metrics.map {
                $0.resolved(target: targets[output], prediction: predictions[output], loss: losses[output])
            }
        }
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
    let isWeighted: Bool
}

extension Model {
    /// Prepares the model for training.
    ///
    /// - Parameters:
    ///   - optimizer: how the weights follow their gradients.
    ///   - loss: what is made small; checked against the targets before the first batch.
    ///   - metrics: what is watched besides.
    public func compile(optimizer: Optimizer = RMSprop(), loss: any Loss, metrics: [Metric] = []) {
        compile(optimizer: optimizer, losses: [loss], metrics: [metrics])
    }

    /// Prepares a model with several outputs.
    ///
    /// - Parameters:
    ///   - losses: one for each output.
    ///   - lossWeights: factors of the losses in the total, 1 each by default.
    ///   - metrics: a list for each output.
    public func compile(
        optimizer: Optimizer = RMSprop(), losses: [any Loss], lossWeights: [Double]? = nil, metrics: [[Metric]] = []
    ) {
        training = TrainingSetup(
            optimizer: optimizer, losses: losses, lossWeights: lossWeights ?? losses.map { _ in 1 },
            metrics: metrics + [[Metric]](repeating: [], count: max(losses.count - metrics.count, 0)))
    }

    /// The optimizer given to `compile`.
    public var optimizer: Optimizer? { training?.optimizer }

    func requireTraining() throws -> TrainingSetup {
        guard let training else {
            throw MyelinError(.training, "\(name): call compile(optimizer:loss:) before training or evaluating")
        }
        guard training.losses.count == outputs.count || outputs.isEmpty else {
            throw MyelinError(
                .training,
                "\(name): \(training.losses.count) losses for \(outputs.count) outputs; compile needs one for each")
        }
        guard training.lossWeights.count == training.losses.count else {
            throw MyelinError(
                .training,
                "\(name): \(training.lossWeights.count) loss weights for \(training.losses.count) losses; compile needs one for each"
            )
        }
        guard training.givenMetrics.count == training.losses.count else {
            throw MyelinError(
                .training,
                "\(name): \(training.givenMetrics.count) lists of metrics for \(training.losses.count) outputs; compile takes one for each"
            )
        }
        return training
    }
}
