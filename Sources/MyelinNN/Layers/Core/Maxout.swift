import MyelinCore

/// The largest of several linear functions: `max_j(x · kernel_j + bias_j)` for each unit, an activation that is learned.
/// Goodfellow et al. 2013. Keras has no such layer; files name it `Myelin>Maxout`.
///
/// - Input shape: (batch, …, features).
/// - Output shape: (batch, …, units).
/// - Weights: kernel (features, units, pieces), bias (units, pieces).
public final class Maxout: Layer {
    public let units: Int
    public let pieces: Int
    public let usesBias: Bool
    public let kernelInitializer: any Initializer
    public let biasInitializer: any Initializer
    public let kernelRegularizer: (any Regularizer)?
    public let biasRegularizer: (any Regularizer)?
    public let kernelConstraint: (any Constraint)?
    public let biasConstraint: (any Constraint)?
    public private(set) var kernel: Variable!
    public private(set) var bias: Variable?

    /// - Parameters:
    ///   - units: size of the output, at least 1.
    ///   - pieces: how many linear functions each unit chooses from, at least 1.
    ///   - kernelRegularizer: a penalty on the kernel; likewise for the bias.
    ///   - kernelConstraint: what the kernel is put back into after each step; likewise for the bias.
    public init(
        _ units: Int, pieces: Int = 2, useBias: Bool = true,
        kernelInitializer: any Initializer = GlorotUniform(
            axes: FanAxes(inputs: [0], outputs: [1])), biasInitializer: any Initializer = Zeros(),
        kernelRegularizer: (any Regularizer)? = nil, biasRegularizer: (any Regularizer)? = nil,
        kernelConstraint: (any Constraint)? = nil, biasConstraint: (any Constraint)? = nil, name: String? = nil
    ) {
        self.units = units
        self.pieces = pieces
        usesBias = useBias
        self.kernelInitializer = kernelInitializer
        self.biasInitializer = biasInitializer
        self.kernelRegularizer = kernelRegularizer
        self.biasRegularizer = biasRegularizer
        self.kernelConstraint = kernelConstraint
        self.biasConstraint = biasConstraint
        super.init(name: name)
    }

    public override var module: String { "myelin.layers" }
    public override var supportsMasking: Bool { true }

    public override func build(_ input: Shape) throws {
        guard units >= 1, pieces >= 1 else {
            throw MyelinError(.argument, "expected units and pieces of at least 1, got \(units), \(pieces)")
        }
        guard input.rank >= 2 else {
            throw MyelinError(.shape, "expected an input of rank 2 or more (batch, …, features), got \(input)")
        }
        kernel = addWeight(
            "kernel", shape: [input[input.rank - 1], units, pieces], initializer: kernelInitializer,
            regularizer: kernelRegularizer, constraint: kernelConstraint)
        if usesBias {
            bias = addWeight(
                "bias", shape: [units, pieces], initializer: biasInitializer, regularizer: biasRegularizer,
                constraint: biasConstraint)
        }
    }

    public override func call(_ x: Tensor, _ context: CallContext) throws -> Tensor {
        guard x.rank >= 2, x.shape[x.rank - 1] == kernel.shape[0] else {
            throw MyelinError(.shape, "expected an input with \(kernel.shape[0]) features, got shape \(x.shape)")
        }
        var y = einsum("...x,xup->...up", x, kernel.value)
        if let bias { y = y + bias.value }
        return y.max(axes: [-1])
    }

    public override var config: ConfigObject {
        [
            "units": .int(units), "pieces": .int(pieces), "use_bias": .bool(usesBias),
            "kernel_initializer": kernelInitializer.serialized, "bias_initializer": biasInitializer.serialized,
            "kernel_regularizer": kernelRegularizer.serialized, "bias_regularizer": biasRegularizer.serialized,
            "kernel_constraint": kernelConstraint.serialized, "bias_constraint": biasConstraint.serialized,
        ]
    }

    convenience init(config: Config) throws {
        self.init(
            try config.int("units"), pieces: try config.int("pieces", default: 2),
            useBias: try config.bool("use_bias", default: true),
            kernelInitializer: try config.initializer(
                "kernel_initializer", default: GlorotUniform(axes: FanAxes(inputs: [0], outputs: [1]))),
            biasInitializer: try config.initializer("bias_initializer", default: Zeros()),
            kernelRegularizer: try config.regularizer("kernel_regularizer"),
            biasRegularizer: try config.regularizer("bias_regularizer"),
            kernelConstraint: try config.constraint("kernel_constraint"),
            biasConstraint: try config.constraint("bias_constraint"), name: try config.string("name"))
    }
}
