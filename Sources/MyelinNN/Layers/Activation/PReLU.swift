import MyelinCore

/// `x` above zero, `alpha * x` below, with slopes that are learned. Keras: `PReLU`. He et al. 2015.
///
/// - Input and output shape: (batch, …).
/// - Weights: alpha, of the input's shape without the batch; of size 1 along shared axes.
public final class PReLU: Layer {
    public let alphaInitializer: any Initializer
    public let alphaRegularizer: (any Regularizer)?
    public let alphaConstraint: (any Constraint)?
    public let sharedAxes: [Int]?
    public private(set) var alpha: Variable!

    /// - Parameters:
    ///   - alphaInitializer: how the slopes begin.
    ///   - alphaRegularizer: a penalty on the slopes.
    ///   - alphaConstraint: what the slopes are put back into after each step.
    ///   - sharedAxes: axes (the batch is axis 0) along which the slope is the same: `[1, 2]` for one slope a channel.
    public init(
        alphaInitializer: any Initializer = Zeros(), alphaRegularizer: (any Regularizer)? = nil,
        alphaConstraint: (any Constraint)? = nil, sharedAxes: [Int]? = nil, name: String? = nil
    ) {
        self.alphaInitializer = alphaInitializer
        self.alphaRegularizer = alphaRegularizer
        self.alphaConstraint = alphaConstraint
        self.sharedAxes = sharedAxes
        super.init(name: name)
    }

    public override var supportsMasking: Bool { true }

    public override func build(_ input: Shape) throws {
        var sizes = Array(input.sizes.dropFirst())
        for axis in sharedAxes ?? [] {
            // Keras takes the axis one less from a list, where a negative place counts from the end.
            let place = axis - 1 < 0 ? axis - 1 + sizes.count : axis - 1
            guard sizes.indices.contains(place) else {
                throw MyelinError(.argument, "sharedAxes: axis \(axis) is none of an input of shape \(input)")
            }
            sizes[place] = 1
        }
        alpha = addWeight(
            "alpha", shape: Shape(sizes), initializer: alphaInitializer, regularizer: alphaRegularizer,
            constraint: alphaConstraint)
    }

    public override func call(_ x: Tensor, _ context: CallContext) throws -> Tensor {
        guard x.rank == alpha.shape.rank + 1,
            zip(x.shape.sizes.dropFirst(), alpha.shape.sizes).allSatisfy({ $1 == 1 || $0 == $1 })
        else {
            throw MyelinError(.shape, "expected samples that fit slopes of shape \(alpha.shape), got \(x.shape)")
        }
        return relu(x) - alpha.value * relu(-x)
    }

    public override var config: ConfigObject {
        [
            "alpha_initializer": alphaInitializer.serialized, "alpha_regularizer": alphaRegularizer.serialized,
            "alpha_constraint": alphaConstraint.serialized,
            "shared_axes": sharedAxes.map { ConfigValue($0) } ?? .null,
        ]
    }

    convenience init(config: Config) throws {
        self.init(
            alphaInitializer: try config.initializer("alpha_initializer", default: Zeros()),
            alphaRegularizer: try config.regularizer("alpha_regularizer"),
            alphaConstraint: try config.constraint("alpha_constraint"), sharedAxes: try config.axes("shared_axes"),
            name: try config.string("name"))
    }
}
