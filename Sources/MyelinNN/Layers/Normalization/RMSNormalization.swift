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
        let places = try input.resolved(axes: axes)
        scale = addWeight("scale", shape: Shape(places.map { input[$0] }), initializer: Ones())
    }

    public override func call(_ x: Tensor, _ context: CallContext) throws -> Tensor {
        guard try x.shape.resolved(axes: axes).map({ x.shape[$0] }) == scale.shape.sizes else {
            throw MyelinError(.shape, "expected sizes \(scale.shape) along axis \(axes), got shape \(x.shape)")
        }
        return try normalized(x, axes: axes, gamma: scale.value, beta: nil, epsilon: epsilon, centered: false)
    }

    public override var config: [String: ConfigValue] { ["axis": ConfigValue(axes), "epsilon": .double(epsilon)] }

    convenience init(config: Config) throws {
        self.init(
            axes: try config.axes("axis") ?? [-1], epsilon: try config.double("epsilon", default: 1e-6),
            name: try config.string("name"))
    }
}
