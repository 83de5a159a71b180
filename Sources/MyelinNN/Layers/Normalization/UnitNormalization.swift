import MyelinCore

/// Divides each sample by its Euclidean norm over some axes. Keras: `UnitNormalization`.
///
/// - Input and output shape: any.
public final class UnitNormalization: Layer {
    /// The normalized axes, one or several.
    public let axes: [Int]

    /// - Parameters:
    ///   - axis: along which the norm is 1 afterwards, by default the last.
    ///   - axes: several instead.
    public init(axis: Int = -1, axes: [Int]? = nil, name: String? = nil) {
        self.axes = axes ?? [axis]
        super.init(name: name)
    }

    public override var supportsMasking: Bool { true }

    public override func call(_ x: Tensor, _ context: CallContext) throws -> Tensor {
        let places = try x.shape.resolved(axes: axes)
        // What is all zeros stays so.
        return x * minimum(rsqrt(square(x).sum(axes: places, keepDimensions: true)), Tensor(1e12, x.dtype))
    }

    public override var config: ConfigObject { ["axis": ConfigValue(axes: axes)] }

    convenience init(config: Config) throws {
        self.init(axes: try config.axes("axis") ?? [-1], name: try config.string("name"))
    }
}
