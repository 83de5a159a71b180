import MyelinCore
import MyelinData

extension Model {
    /// The loss and metrics of the model on data.
    ///
    /// - Parameters:
    ///   - sampleWeight: a factor of the loss for each sample.
    ///   - callbacks: what is told of the evaluation's begin and end.
    @discardableResult
    public func evaluate(
        _ x: Tensor, _ y: Tensor, batchSize: Int = 32, sampleWeight: Tensor? = nil, callbacks: [Callback] = []
    ) throws -> Logs {
        try evaluate([x], [y], batchSize: batchSize, sampleWeight: sampleWeight, callbacks: callbacks)
    }

    /// As above, for several inputs or outputs.
    @discardableResult
    public func evaluate(
        _ x: [Tensor], _ y: [Tensor], batchSize: Int = 32, sampleWeight: Tensor? = nil, callbacks: [Callback] = []
    ) throws -> Logs {
        try evaluate(
            x.map { .numbers($0) }, y, batchSize: batchSize, sampleWeight: sampleWeight, callbacks: callbacks)
    }

    /// The loss and metrics of a model whose only input is text.
    @discardableResult
    public func evaluate(
        _ texts: [String], _ y: Tensor, batchSize: Int = 32, sampleWeight: Tensor? = nil, callbacks: [Callback] = []
    ) throws -> Logs {
        try evaluate(
            [.text(TextArray(texts))], [y], batchSize: batchSize, sampleWeight: sampleWeight, callbacks: callbacks)
    }

    /// As above, for inputs of numbers and text.
    @discardableResult
    public func evaluate(
        _ x: [DataArray], _ y: [Tensor], batchSize: Int = 32, sampleWeight: Tensor? = nil, callbacks: [Callback] = []
    ) throws -> Logs {
        let data = try TrainingData(self, x: x, y: y, sampleWeight: sampleWeight)
        let setup = try requireTraining()
        let batches = try Batches(self, data, .evaluate, batchSize: batchSize, shuffledBy: nil)
        for callback in callbacks { callback.model = self }
        let logs = try evaluate(setup, batches, callbacks)
        let missing = logs.entries.filter(\.value.isNaN).map(\.name)
        if !missing.isEmpty {
            warn(
                "\(name): \(missing.joined(separator: ", ")): not a number; look for NaN in the data, the sample weights "
                    + "or the model's weights")
        }
        return logs
    }

    /// The model's predictions for data; one tensor.
    public func predict(_ x: Tensor, batchSize: Int = 32) throws -> Tensor {
        let predictions = try predict([x], batchSize: batchSize)
        guard predictions.count == 1 else {
            throw MyelinError(.argument, "\(name): has \(predictions.count) outputs; use predict([x])")
        }
        return predictions[0]
    }

    /// The predictions of every output.
    public func predict(_ x: [Tensor], batchSize: Int = 32) throws -> [Tensor] {
        if textPlan == nil, let samples = x.first?.shape.sizes.first, (1...max(batchSize, 1)).contains(samples) {
            return try predictOneBatch(x)
        }
        return try predict(x.map { .numbers($0) }, batchSize: batchSize).map { try $0.requireNumbers(name) }
    }

    /// The predictions of a model whose only input is text: `model.predict(["a fine film", "dull"])`.
    public func predict(_ texts: [String], batchSize: Int = 32) throws -> Tensor {
        let predictions = try predict([.text(TextArray(texts))], batchSize: batchSize)
        guard predictions.count == 1 else {
            throw MyelinError(.argument, "\(name): has \(predictions.count) outputs; use predict([.text(…)])")
        }
        return try predictions[0].requireNumbers(name)
    }

    /// The predictions of every output, numbers or text, for inputs of numbers and text.
    public func predict(_ x: [DataArray], batchSize: Int = 32) throws -> [DataArray] {
        let data = try TrainingData(self, x: x, y: [], needsTargets: false)
        let results = graphOutputs.isEmpty ? [] : try predict(data, batchSize: batchSize)
        return try textPlan?.outputs(try fitted(x), results) ?? results.map { .numbers($0) }
    }

    private func predict(_ data: TrainingData, batchSize: Int) throws -> [Tensor] {
        let batches = try Batches(self, data, .predict, batchSize: batchSize, shuffledBy: nil)
        let types = batches.resultTypes.map { TensorType(Shape([data.count] + $0.shape.sizes.dropFirst()), $0.dtype) }
        let results = types.map { Storage(byteCount: $0.byteCount) }
        var offsets = [Int](repeating: 0, count: results.count)
        batches.begin(epoch: 0)
        while let (_, step) = try batches.runNext() {
            for (index, result) in results.enumerated() {
                let bytes = step.resultTypes[index].byteCount
                guard offsets[index] + bytes <= result.byteCount else {
                    throw MyelinError(.shape, "\(name): output \(index) has another first axis than the batch")
                }
                (result.bytes + offsets[index]).copyMemory(from: step.resultBytes(index), byteCount: bytes)
                offsets[index] += bytes
            }
        }
        return zip(results, types).map { Tensor(storage: $0, shape: $1.shape, dtype: $1.dtype) }
    }

    /// What fits into one batch needs no gathering: a server that answers one request at a time comes by here.
    private func predictOneBatch(_ x: [Tensor]) throws -> [Tensor] {
        let x = try checkInputs(x.map { .numbers($0) })
        let samples = x[0].shape[0]
        for (index, tensor) in x.enumerated() where tensor.shape[0] != samples {
            throw MyelinError(
                .data,
                "x[0] has \(samples) samples, x[\(index)] has \(tensor.shape[0]): every array needs the same number")
        }
        let step = Step(model: self, kind: .predict, inputs: x.map(\.type))
        let compiled = try predictSteps.step(for: step)
        let executable = try compiled.executable(step)
        for (memory, tensor) in zip(compiled.memory[0], x) {
            memory.bytes.copyMemory(from: try tensor.storage().bytes, byteCount: tensor.type.byteCount)
        }
        try executable.run(inputSet: 0)
        return try executable.resultTypes.enumerated().map { index, type in
            guard type.shape.sizes.first == samples else {
                throw MyelinError(.shape, "\(name): output \(index) has another first axis than the batch")
            }
            let result = Storage(byteCount: type.byteCount)
            result.bytes.copyMemory(from: executable.resultBytes(index), byteCount: type.byteCount)
            return Tensor(storage: result, shape: type.shape, dtype: type.dtype)
        }
    }
}

extension DataArray {
    fileprivate func requireNumbers(_ name: String) throws -> Tensor {
        guard let numbers else {
            throw MyelinError(.dtype, "\(name): predicts text; use predict with [DataArray]")
        }
        return numbers
    }
}
