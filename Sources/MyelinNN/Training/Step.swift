import MyelinCore

/// Records what one batch means - forward pass, loss, gradients, updates, metrics - and compiles it as one Program.
struct Step {
    let model: Model
    let kind: StepKey.Kind
    let inputs: [TensorType]
    var targets: [TensorType] = []
    /// Of the samples' weights, if there are any.
    var weight: TensorType?

    /// The types of the batch's arrays in the order of the Program's inputs: inputs, targets, weights.
    var arrays: [TensorType] {
        inputs + targets + (weight.map { [$0] } ?? [])
    }

    var key: StepKey { StepKey(kind: kind, inputs: inputs, targets: targets, weight: weight) }

    /// The step as a Program.
    func program() throws -> Program {
        let context = CallContext(training: kind == .train)
        let stands = arrays.enumerated().map { Tensor.placeholder("array \($0)", $1) }
        var builder = ProgramBuilder(backend: CPUBackend())
        for stand in stands { builder.addInput(stand) }
        let predictions = try model.apply(Array(stands[..<inputs.count]), context)
        if kind == .predict {
            for prediction in predictions { try builder.addResult(prediction) }
            for (variable, value) in context.updates { try builder.addUpdate(variable, value) }
            return builder.build()
        }
        let targets = Array(stands[inputs.count..<inputs.count + self.targets.count])
        let sampleWeight = weight == nil ? nil : stands.last
        let updates = try self.updates(context, predictions, targets, sampleWeight)
        for (variable, value) in updates { try builder.addUpdate(variable, value) }
        return builder.build()
    }

    private func updates(
        _ context: CallContext, _ predictions: [Tensor], _ targets: [Tensor], _ sampleWeight: Tensor?
    ) throws -> [(variable: Variable, value: Tensor)] {
        let training = try model.requireTraining()
        for (loss, (target, prediction)) in zip(training.losses, zip(targets, predictions)) {
            try loss?.check(target: target.type, prediction: prediction.type)
        }
        training.resolveMetrics(targets: targets.map(\.type), predictions: predictions.map(\.type))
        let masks = predictions.map { context.mask(of: $0) }
        var total = Tensor(literal: 0)
        var isFirst = true
        func add(_ term: Tensor) {
            total = isFirst ? term : total + term
            isFirst = false
        }
        let batch = Double(inputs[0].shape[0])
        var updates: [(variable: Variable, value: Tensor)] = []
        // Losses that a loss leaves unreduced count by their sum in the gradients, and by their mean in the logs.
        func track(_ tracker: LossTracker, _ loss: Tensor) {
            let mean = loss.rank == 0 ? loss : loss.mean()
            updates.append((tracker.sum, tracker.sum.value + mean.cast(to: .float32) * batch))
            updates.append((tracker.count, tracker.count.value + batch))
        }
        for (index, loss) in training.losses.enumerated() {
            guard let loss else { continue }
            let value = loss(
                target: targets[index], prediction: predictions[index], sampleWeight: sampleWeight,
                mask: masks[index])
            if let error = value.error { throw error.located(at: type(of: loss).className) }
            let weight = training.lossWeight(index)
            add(weight == 1 ? value : value * weight)
            // As Keras: each output's own loss is shown without its factor.
            if training.outputTrackers.indices.contains(index), let tracker = training.outputTrackers[index] {
                track(tracker, value)
            }
        }
        for penalty in model.regularizationLosses + context.losses { add(penalty) }
        if let error = total.error { throw error }
        guard !isFirst else {
            throw MyelinError(
                .training, "\(model.name): there is nothing to make small; give compile a loss, or layers a regularizer"
            )
        }
        track(training.lossTracker, total)
        func watch(_ lists: [[Metric]], _ sampleWeight: Tensor?) throws {
            for (index, metrics) in lists.enumerated() {
                for metric in metrics {
                    let own = metric.update(
                        target: targets[index], prediction: predictions[index], sampleWeight: sampleWeight,
                        mask: masks[index])
                    if let error = own.lazy.compactMap(\.value.error).first {
                        throw error.located(at: "\(metric.className) '\(metric.name)'")
                    }
                    updates += own
                }
            }
        }
        // Keras' `metrics` leave sample weights aside; only its `weighted_metrics` use them.
        try watch(training.metrics, nil)
        try watch(training.weightedMetrics, sampleWeight)
        guard kind == .train else { return updates + context.updates }
        let variables = model.trainableWeights
        model.assignPaths()
        let gradients = try gradient(
            of: training.optimizer.scaledLoss(total.rank == 0 ? total : total.sum()), withRespectTo: variables)
        let constraints = model.constraints
        // What a layer has put in a weight's place (spectral normalization does) is what the optimizer goes on from.
        let trained = Set(variables)
        let replaced = context.updates.filter { trained.contains($0.variable) }
        updates += try taking(replaced[...]) {
            try training.optimizer.updates(for: variables, gradients: gradients) { variable, value in
                constraints[variable]?(value) ?? value
            }
        }
        updates += context.updates.filter { !trained.contains($0.variable) }
        return updates
    }
}

/// Runs a body in which variables have new values already.
private func taking<Result>(
    _ values: ArraySlice<(variable: Variable, value: Tensor)>, _ body: () throws -> Result
) rethrows -> Result {
    guard let (variable, value) = values.first else { return try body() }
    return try variable.taken(for: value) { try taking(values.dropFirst(), body) }
}

/// The compiled forms of a step for full batches and smaller ones, over the same memory.
final class CompiledStep {
    /// Memory for the arrays of a batch, twice: while one set is used, the next batch can be put into the other. Batches
    /// with fewer samples use its beginning.
    let memory: [[Storage]]
    private var bySamples: [Int: Executable] = [:]

    init(_ full: Step) throws {
        memory = (0..<2).map { _ in full.arrays.map { Storage(byteCount: $0.byteCount) } }
    }

    func executable(_ step: Step) throws -> Executable {
        let samples = step.inputs[0].shape[0]
        if let known = bySamples[samples] { return known }
        let executable = try CPUBackend.compile(try step.program(), inputs: memory)
        bySamples[samples] = executable
        return executable
    }
}

/// The steps that have been compiled, so that another `fit` or `predict` of the same shapes starts at once.
final class StepCache {
    /// A server that predicts batches of any size must not collect memory for each.
    private static let capacity = 16
    private var steps: [(key: StepKey, step: CompiledStep)] = []

    func step(for full: Step) throws -> CompiledStep {
        let key = full.key
        if let last = steps.last, last.key == key { return last.step }
        if let place = steps.firstIndex(where: { $0.key == key }) {
            let known = steps.remove(at: place)
            steps.append(known)
            return known.step
        }
        let step = try CompiledStep(full)
        _ = try step.executable(full)
        if steps.count == Self.capacity { steps.removeFirst() }
        steps.append((key, step))
        return step
    }
}
