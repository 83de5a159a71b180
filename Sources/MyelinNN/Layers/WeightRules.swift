import MyelinCore

/// How one of a layer's weights begins, what it costs, and what it is kept to: Keras' `kernel_initializer`,
/// `kernel_regularizer` and `kernel_constraint`, with another prefix for another weight.
public struct WeightRules: Sendable {
    /// What gives the weight its first value.
    public let initializer: any Initializer
    /// A penalty on it that is added to the loss.
    public let regularizer: (any Regularizer)?
    /// What it is put back into after each step.
    public let constraint: (any Constraint)?

    public init(
        _ initializer: any Initializer, regularizer: (any Regularizer)? = nil, constraint: (any Constraint)? = nil
    ) {
        self.initializer = initializer
        self.regularizer = regularizer
        self.constraint = constraint
    }

    /// Reads the rules of the weights with a prefix, such as "kernel".
    init(_ config: Config, _ prefix: String, default initializer: any Initializer) throws {
        self.init(
            try config.initializer("\(prefix)_initializer", default: initializer),
            regularizer: try config.regularizer("\(prefix)_regularizer"),
            constraint: try config.constraint("\(prefix)_constraint"))
    }

    /// The rules as settings with a prefix.
    func config(_ prefix: String) -> ConfigObject {
        [
            "\(prefix)_initializer": initializer.serialized, "\(prefix)_regularizer": regularizer.serialized,
            "\(prefix)_constraint": constraint.serialized,
        ]
    }
}

extension Layer {
    /// Creates a weight by its rules.
    func addWeight(_ name: String, shape: Shape, _ rules: WeightRules, trainable: Bool = true) -> Variable {
        addWeight(
            name, shape: shape, initializer: rules.initializer, regularizer: rules.regularizer,
            constraint: rules.constraint, trainable: trainable)
    }
}
