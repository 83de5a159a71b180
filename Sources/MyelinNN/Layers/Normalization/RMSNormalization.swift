import MyelinCore

/// Divides each sample by its root mean square over some axes: `x / sqrt(mean(x²) + epsilon) * scale`. Keras:
/// `RMSNormalization`. Zhang, Sennrich 2019.
///
/// - Input and output shape: any.
/// - Weights: scale, of the sizes of the normalized axes.
public final class RMSNormalization: Layer {
    /// The normalized axes, one or several.
    public let axes: [Int]
    public let epsilon: Double
    public private(set) var scale: Variable!

    /// - Parameters:
    ///   - axis: which axis is normalized, by default the last.
    ///   - axes: several instead.
    ///   - epsilon: added to the mean square.
    public init(axis: Int = -1, axes: [Int]? = nil, epsilon: Double = 1e-6, name: String? = nil) {
        self.axes = axes ?? [axis]
        self.epsilon = epsilon
        super.init(name: name)
    }

    public override func build(_ input: Shape) throws {
        let shape = try input.sizes(ofAxes: axes)
        guard Shape.broadcast(shape, input) == input else {
            throw MyelinError(
                .shape, "Keras multiplies the last axes by the scale, which does not fit axis \(axes) of \(input)")
        }
        scale = addWeight("scale", shape: shape, initializer: Ones())
    }

    public override func call(_ x: Tensor, _ context: CallContext) throws -> Tensor {
        guard try x.shape.sizes(ofAxes: axes) == scale.shape else {
            throw MyelinError(.shape, "expected sizes \(scale.shape) along axis \(axes), got shape \(x.shape)")
        }
        // As Keras: the scale belongs to the last axes, whichever were normalized.
        let isLast = try x.shape.resolved(axes: axes) == Array(x.rank - axes.count..<x.rank)
        let gamma = isLast ? scale.value : nil
        let result = try normalized(x, axes: axes, gamma: gamma, beta: nil, epsilon: epsilon, centered: false)
        return isLast ? result : result * scale.value
    }

    public override var config: ConfigObject { ["axis": ConfigValue(axes), "epsilon": .double(epsilon)] }

    convenience init(config: Config) throws {
        self.init(
            axes: try config.axes("axis") ?? [-1], epsilon: try config.double("epsilon", default: 1e-6),
            name: try config.string("name"))
    }
}
