import MyelinCore

/// What `summary` shows, as data.
public struct ModelSummary: Sendable {
    /// One layer.
    public struct Row: Sendable {
        /// The layer's name.
        public let name: String
        /// Its class by Keras' name.
        public let className: String
        /// Of each output of its last call, as in Keras; nil for the batch.
        public let outputShapes: [[Int?]]
        /// How many numbers its weights hold.
        public let parameterCount: Int
        /// The layers whose outputs it takes, for networks that are no plain sequence.
        public let connectedTo: [String]
    }

    /// The model's name.
    public let name: String
    /// The layers, in the order in which Keras lists them.
    public let rows: [Row]
    /// How many numbers all weights hold, each counted once.
    public let parameterCount: Int
    /// Those of them that training changes.
    public let trainableParameterCount: Int
    /// Bytes of the weights.
    public let byteCount: Int
    /// Bytes of the weights that training changes.
    public let trainableByteCount: Int
    /// Floating-point operations of a prediction for one sample.
    public let flopsPerSample: Int
    /// Bytes that a training step of `batchSize` samples needs besides weights and optimizer slots; nil before `compile`.
    public let stepByteCount: Int?
    /// The samples of a step that `stepByteCount` is told for.
    public let batchSize: Int
    let isSequential: Bool
}

extension Model {
    /// What is known of the model: its layers, parameters, operations and memory.
    ///
    /// - Parameter batchSize: for which the memory of a training step is planned.
    public func summarized(batchSize: Int = 32) throws -> ModelSummary {
        try requireDrawn()
        let stated = StatedShapes(calls)
        let rows = layers.map { layer in
            let own = calls.filter { $0.layer === layer }
            return ModelSummary.Row(
                name: layer.name, className: layer.statedClassName,
                outputShapes: stated.outputs(of: own[own.count - 1]),
                parameterCount: layer.parameterCount, connectedTo: own.flatMap { $0.inputs.map(\.call.layer.name) })
        }
        func bytes(_ variables: [Variable]) -> Int {
            variables.reduce(0) { $0 + $1.type.shape.count * $1.dtype.byteCount }
        }
        func count(_ variables: [Variable]) -> Int { variables.reduce(0) { $0 + $1.shape.count } }
        // The inputs' batch may be of a fixed size.
        let batch = graphInputs.first?.type(batch: 1).shape[0] ?? 1
        // Sizes that are not known count as 1, or as what stands for them where a window does not fit into 1.
        func flops(unknown: Int) throws -> Int {
            let types = graphInputs.map { $0.type(batch: 1, unknown: unknown) }
            return try Step(model: self, kind: .predict, inputs: types).program().floatingPointOperations
        }
        return ModelSummary(
            name: name, rows: rows, parameterCount: count(weights), trainableParameterCount: count(trainableWeights),
            byteCount: bytes(weights), trainableByteCount: bytes(trainableWeights),
            flopsPerSample: try ((try? flops(unknown: 1)) ?? flops(unknown: LayerCall.unknown[1])) / max(batch, 1),
            stepByteCount: stepByteCount(batchSize),
            batchSize: batchSize, isSequential: self is Sequential)
    }

    /// Arena and inputs of a training step, for targets as the losses usually have them; nil for a model that is not
    /// compiled, or whose step cannot be told without its data.
    private func stepByteCount(_ batchSize: Int) -> Int? {
        guard training != nil, let program = try? trainingProgram(batchSize: batchSize),
            let executable = try? CPUBackend.compile(program)
        else { return nil }
        return executable.arenaByteCount + executable.inputTypes.reduce(0) { $0 + $1.shape.count * $1.dtype.byteCount }
    }

    /// The Program of a training step, with targets of the type that each loss expects.
    package func trainingProgram(batchSize: Int) throws -> Program {
        let setup = try requireTraining()
        let targets = zip(setup.losses, outputs).map { usualTarget($0, prediction: $1.type(batch: batchSize)) }
        let step = Step(
            model: self, kind: .train, inputs: graphInputs.map { $0.type(batch: batchSize) }, targets: targets)
        return try step.program()
    }

    /// What a loss usually compares a prediction with: one class number for each row, or an array of its shape.
    private func usualTarget(_ loss: (any Loss)?, prediction: TensorType) -> TensorType {
        let array = TensorType(prediction.shape, .float32)
        let numbers = TensorType(Shape(Array(prediction.shape.sizes.dropLast())), .int32)
        guard let loss else { return array }
        let usual = loss.classCount(prediction: prediction) == nil ? [array, numbers] : [numbers, array]
        return usual.first { (try? loss.check(target: $0, prediction: prediction)) != nil } ?? array
    }

    /// The Program of a prediction.
    package func predictionProgram(batchSize: Int) throws -> Program {
        try Step(model: self, kind: .predict, inputs: graphInputs.map { $0.type(batch: batchSize) }).program()
    }

    /// Prints the model's layers, output shapes and parameters as Keras does, and below them what a planned engine knows.
    public func summary(batchSize: Int = 32) throws { print(try summarized(batchSize: batchSize)) }
}

extension ModelSummary: CustomStringConvertible {
    public var description: String {
        var table = TextTable(
            headers: ["Layer (type)", "Output Shape", "Param #"] + (isSequential ? [] : ["Connected to"]),
            widths: [33, 24, 15] + (isSequential ? [] : [19]), rightAligned: [2])
        for row in rows {
            let shapes = row.outputShapes.map { sizes in
                "(" + sizes.map { $0.map(String.init) ?? "None" }.joined(separator: ", ") + ")"
            }
            var cells = [
                "\(row.name) (\(row.className))", shapes.joined(separator: ", "), Self.grouped(row.parameterCount),
            ]
            if !isSequential { cells.append(row.connectedTo.isEmpty ? "-" : row.connectedTo.joined(separator: ", ")) }
            table.add(cells)
        }
        var lines = ["Model: \"\(name)\"", table.description]
        func parameters(_ title: String, _ count: Int, _ bytes: Int) {
            lines.append(" \(title): \(Self.grouped(count)) (\(Self.size(bytes)))")
        }
        parameters("Total params", parameterCount, byteCount)
        parameters("Trainable params", trainableParameterCount, trainableByteCount)
        parameters("Non-trainable params", parameterCount - trainableParameterCount, byteCount - trainableByteCount)
        lines.append(" FLOPs per sample: \(Self.grouped(flopsPerSample))")
        if let stepByteCount {
            lines.append(" Memory of a training step (batch \(batchSize)): \(Self.size(stepByteCount))")
        }
        return lines.joined(separator: "\n")
    }

    /// 34826 as "34,826".
    static func grouped(_ number: Int) -> String {
        var result = ""
        let digits = String(abs(number))
        for (place, digit) in digits.enumerated() {
            if place > 0, (digits.count - place) % 3 == 0 { result += "," }
            result.append(digit)
        }
        return (number < 0 ? "-" : "") + result
    }

    /// Bytes as Keras shows them: "136.04 KB".
    package static func size(_ bytes: Int) -> String {
        let units = ["B", "KB", "MB", "GB", "TB"]
        var value = Double(bytes)
        var unit = 0
        while value >= 1024, unit < units.count - 1 {
            value /= 1024
            unit += 1
        }
        let hundredths = Int((value * 100).rounded())
        let fraction = hundredths % 100
        return "\(hundredths / 100).\(fraction < 10 ? "0" : "")\(fraction) \(units[unit])"
    }
}
