import MyelinCore

/// A vector for each whole number: rows of a table that is learned. Keras: `Embedding`.
///
///     Embedding(10_000, 32)      // 10,000 words, 32 numbers for each
///
/// As in TensorFlow, a negative number counts from the end of the table, and one outside of the table is an error.
///
/// - Input shape: any, of whole numbers in `0..<inputDim` (floats are cut to whole numbers): (batch, length).
/// - Output shape: the input's with a last axis of size `outputDim`: (batch, length, outputDim).
/// - Weights: embeddings (inputDim, outputDim).
open class Embedding: Layer {
    public let inputDim: Int
    public let outputDim: Int
    /// How the vectors begin.
    public let embeddingsInitializer: any Initializer
    public let embeddingsRegularizer: (any Regularizer)?
    public let embeddingsConstraint: (any Constraint)?
    public let maskZero: Bool
    private let initialTable: Tensor?
    public private(set) var embeddings: Variable!

    /// - Parameters:
    ///   - inputDim: the number of rows: the largest number in the data and one more.
    ///   - outputDim: the length of a row.
    ///   - embeddingsRegularizer: a penalty on the table.
    ///   - embeddingsConstraint: what the table is put back into after each step.
    ///   - maskZero: whether 0 stands for "nothing there", which later layers leave out.
    ///   - weights: the table to begin with, such as vectors that were learned elsewhere.
    public init(
        _ inputDim: Int, _ outputDim: Int, embeddingsInitializer: any Initializer = RandomUniform(),
        embeddingsRegularizer: (any Regularizer)? = nil, embeddingsConstraint: (any Constraint)? = nil,
        activityRegularizer: (any Regularizer)? = nil, maskZero: Bool = false, weights: Tensor? = nil,
        name: String? = nil
    ) {
        self.inputDim = inputDim
        self.outputDim = outputDim
        self.embeddingsInitializer = embeddingsInitializer
        self.embeddingsRegularizer = embeddingsRegularizer
        self.embeddingsConstraint = embeddingsConstraint
        self.maskZero = maskZero
        initialTable = weights
        super.init(name: name)
        self.activityRegularizer = activityRegularizer
    }

    // Numbers of rows stay as exact as they come.
    override var castsInputs: Bool { false }

    open override func build(_ input: Shape) throws {
        guard inputDim >= 1, outputDim >= 1 else {
            throw MyelinError(.argument, "expected inputDim and outputDim of at least 1, got \(inputDim), \(outputDim)")
        }
        let shape: Shape = [inputDim, outputDim]
        var initializer = embeddingsInitializer
        if let initialTable {
            guard initialTable.shape == shape else {
                throw MyelinError(.shape, "weights: expected a table of shape \(shape), got \(initialTable.shape)")
            }
            initializer = Constant(try initialTable.scalars(Double.self), shape: shape)
        }
        embeddings = addWeight(
            "embeddings", shape: shape, initializer: initializer, regularizer: embeddingsRegularizer,
            constraint: embeddingsConstraint, trainable: lora == nil)
        lora?.addWeights(to: self, name: "embeddings", shape: shape, regularizer: embeddingsRegularizer)
    }

    public override var supportsMasking: Bool { maskZero }

    open override func call(_ x: Tensor, _ context: CallContext) throws -> Tensor {
        let output = withLoRA(embeddings.value).rows(x.rowNumbers, for: name)
        if maskZero { context.setMask(x.notEqual(Tensor(0, x.dtype)), of: output) }
        return output
    }

    open override var config: ConfigObject {
        [
            "input_dim": .int(inputDim), "output_dim": .int(outputDim),
            "embeddings_initializer": embeddingsInitializer.serialized,
            "embeddings_regularizer": embeddingsRegularizer.serialized,
            "activity_regularizer": activityRegularizer.serialized,
            "embeddings_constraint": embeddingsConstraint.serialized, "mask_zero": .bool(maskZero),
            "quantization_config": .null,
        ]
    }

    public init(config: Config) throws {
        inputDim = try config.int("input_dim")
        outputDim = try config.int("output_dim")
        embeddingsInitializer = try config.initializer("embeddings_initializer", default: RandomUniform())
        embeddingsRegularizer = try config.regularizer("embeddings_regularizer")
        embeddingsConstraint = try config.constraint("embeddings_constraint")
        maskZero = try config.bool("mask_zero", default: false)
        initialTable = nil
        super.init(name: try config.string("name"))
        activityRegularizer = try config.regularizer("activity_regularizer")
        lora = try LoRA(config: config)
    }
}

extension Tensor {
    /// Numbers of rows of a table: floats cut to whole numbers.
    var rowNumbers: Tensor { dtype == .uint8 || dtype == .int64 ? self : cast(to: .int32) }
}
