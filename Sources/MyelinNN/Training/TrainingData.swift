import MyelinCore
import MyelinData

/// Inputs, targets and weights of the samples, checked against the model before anything runs.
struct TrainingData {
    let dataset: ArrayDataset
    let inputCount: Int
    let targetCount: Int
    let isWeighted: Bool

    var count: Int { dataset.count }

    /// - Throws: counts that differ, shapes that do not fit the model's inputs or its loss, labels outside of the classes.
    init(
        _ model: Model, x data: [DataArray], y: [Tensor], needsTargets: Bool = true, sampleWeight: Tensor? = nil,
        classWeight: [Int: Double]? = nil
    ) throws {
        let x = try model.checkInputs(data)
        for tensor in y { if let error = tensor.error { throw error } }
        if needsTargets, let plan = model.textPlan, !plan.endsInGraph {
            throw MyelinError(.argument, "\(model.name): its outputs are text; there is no loss of text")
        }
        guard y.count == (needsTargets ? model.outputs.count : 0) else {
            throw MyelinError(
                .data, "\(model.name): expected targets for \(model.outputs.count) outputs, got \(y.count)")
        }
        var arrays = x + y
        var names =
            x.indices.map { x.count == 1 ? "x" : "x[\($0)]" } + y.indices.map { y.count == 1 ? "y" : "y[\($0)]" }
        if let weight = try Self.weights(model, y, sampleWeight, classWeight) {
            arrays.append(weight)
            names.append("sampleWeight")
        }
        dataset = try ArrayDataset(arrays, names: names)
        inputCount = x.count
        targetCount = y.count
        isWeighted = arrays.count > x.count + y.count
        if !y.isEmpty { try Self.checkTargets(model, y) }
    }

    private init(_ other: TrainingData, samples: Range<Int>) throws {
        dataset = try other.dataset.samples(samples)
        inputCount = other.inputCount
        targetCount = other.targetCount
        isWeighted = other.isWeighted
    }

    /// The first samples for training and the last for validation, as Keras splits.
    func split(_ fraction: Double) throws -> (training: TrainingData, validation: TrainingData) {
        guard fraction > 0, fraction < 1 else {
            throw MyelinError(.argument, "validationSplit: expected a number between 0 and 1, got \(fraction)")
        }
        let boundary = Int((Double(count) * (1 - fraction)).rounded(.down))
        guard boundary > 0, boundary < count else {
            throw MyelinError(.argument, "validationSplit: \(fraction) of \(count) samples leaves one part empty")
        }
        return (try TrainingData(self, samples: 0..<boundary), try TrainingData(self, samples: boundary..<count))
    }

    /// The step of a kind for a batch of some samples.
    func step(_ model: Model, _ kind: StepKey.Kind, samples: Int) -> Step {
        let types = dataset.sampleTypes.map { TensorType(Shape([samples] + $0.shape.sizes), $0.dtype) }
        return Step(
            model: model, kind: kind, inputs: Array(types[..<inputCount]),
            targets: kind == .predict ? [] : Array(types[inputCount..<inputCount + targetCount]),
            weight: kind != .predict && isWeighted ? types.last : nil)
    }

    private static func weights(
        _ model: Model, _ y: [Tensor], _ sampleWeight: Tensor?, _ classWeight: [Int: Double]?
    ) throws -> Tensor? {
        if let sampleWeight, !(1...2).contains(sampleWeight.rank) {
            throw MyelinError(
                .data,
                "sampleWeight: expected one number for each sample (or for each step of each), got shape \(sampleWeight.shape)"
            )
        }
        if let sampleWeight, sampleWeight.rank == 2, sampleWeight.shape[1] > 1 {
            try checkSteps(of: sampleWeight.shape, model)
        }
        guard classWeight != nil else { return sampleWeight?.cast(to: .float32) }
        if let sampleWeight, sampleWeight.rank != 1 {
            throw MyelinError(
                .data,
                "sampleWeight: with classWeight, expected one number for each sample, got shape \(sampleWeight.shape)")
        }
        var weights = try sampleWeight?.scalars(Float.self)
        if let classWeight {
            guard y.count == 1 else {
                throw MyelinError(.argument, "classWeight: a model with one output can use it, this one has \(y.count)")
            }
            guard y[0].rank <= 2 else {
                throw MyelinError(
                    .data, "classWeight: expected a class for each sample in y, got targets of shape \(y[0].shape)")
            }
            // A one-hot target is turned into its class number.
            let isOneHot = y[0].rank == 2 && y[0].shape[1] > 1
            if !isOneHot, let row = try y[0].scalars(Double.self).firstIndex(where: { $0 != $0.rounded() }) {
                throw MyelinError(.data, "classWeight: expected class numbers in y, row \(row) has none")
            }
            let labels = try (isOneHot ? y[0].argmax() : y[0].flattened()).scalars(Int.self)
            try check(classWeight, labels, classCount: isOneHot ? y[0].shape[1] : model.outputs[0].shape.last ?? nil)
            let byClass = labels.map { Float(classWeight[$0] ?? 1) }
            if let own = weights {
                guard own.count == byClass.count else {
                    throw MyelinError(.data, "sampleWeight has \(own.count) samples, y has \(byClass.count)")
                }
                weights = zip(own, byClass).map { $0 * $1 }
            } else {
                weights = byClass
            }
        }
        return weights.map { Tensor($0) }
    }

    /// A factor of a class that cannot be is a mistake; one of a class that is not in the data does no harm.
    private static func check(_ factors: [Int: Double], _ labels: [Int], classCount: Int?) throws {
        for (label, factor) in factors.sorted(by: { $0.key < $1.key }) {
            guard factor.isFinite else {
                throw MyelinError(.argument, "classWeight: class \(label): expected a number, got \(factor)")
            }
            // One output stands for two classes.
            let count = max(classCount ?? 0, 2)
            guard (0..<count).contains(label) || labels.contains(label) else {
                throw MyelinError(
                    .argument, "classWeight: there is no class \(label); the model's are 0 to \(count - 1)")
            }
        }
    }

    /// Weights of the steps of each sample need losses with as many steps; others would broadcast silently.
    private static func checkSteps(of weights: Shape, _ model: Model) throws {
        for output in model.outputs {
            let losses = Shape(Array(output.dataType(samples: weights[0], unknown: weights[1]).shape.sizes.dropLast()))
            guard losses.rank >= 2, losses[1] == weights[1] else {
                throw MyelinError(
                    .data,
                    "sampleWeight: shape \(weights) has a number for each of \(weights[1]) steps, but the losses of "
                        + "\(output.call.layer.name) have shape \(losses)")
            }
        }
    }

    private static func checkTargets(_ model: Model, _ y: [Tensor]) throws {
        guard let training = model.training else { return }
        for (index, target) in y.enumerated() where index < training.losses.count {
            guard let given = training.losses[index] else { continue }
            let prediction = model.outputs[index].dataType(samples: target.shape[0])
            let name = y.count == 1 ? "y" : "y[\(index)]"
            do { try given.check(target: target.type, prediction: prediction) } catch let error as MyelinError {
                throw y.count == 1 ? error : error.located(at: name)
            }
            let loss = given.resolved(target: target.type, prediction: prediction)
            let classes = loss.classCount(prediction: prediction)
            guard classes != nil || loss is any LossOfProbabilities else { continue }
            let labels = try target.scalars(Double.self)
            guard let classes else {
                // Not quite to the last bit: pixels that were scaled may lie a rounding beyond.
                if let place = labels.firstIndex(where: { !(-0.001...1.001).contains($0) }) {
                    throw MyelinError(
                        .data,
                        "\(name): row \(place * target.shape[0] / labels.count) has the target \(labels[place]); "
                            + "\(type(of: loss).className) expects the labels 0 and 1, or numbers between")
                }
                continue
            }
            if let place = labels.firstIndex(where: { !($0 >= 0 && $0 < Double(classes)) || $0 != $0.rounded() }) {
                let steps = max(labels.count / target.shape[0], 1)
                throw MyelinError(
                    .data,
                    "\(name): row \(place / steps) has the label \(labels[place])"
                        + (steps > 1 ? " at place \(place % steps)" : "")
                        + "; the model's \(classes) outputs stand for labels 0 to \(classes - 1)")
            }
        }
    }
}

extension Model {
    /// Throws unless there is data for each input, of its shape; a `Sequential` without an `Input` takes its shape from it.
    @discardableResult
    func checkInputs(_ data: [DataArray]) throws -> [Tensor] {
        for tensor in data.compactMap(\.numbers) { if let error = tensor.error { throw error } }
        if let sequential = self as? Sequential, let first = data.first { try sequential.connect(to: first) }
        return try entering(data)
    }
}
