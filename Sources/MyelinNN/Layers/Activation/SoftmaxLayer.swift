import MyelinCore

/// Softmax along one axis or several. Keras: `Softmax`.
///
/// With a mask, its own or the one that comes with its input, elements that it leaves out get 0.
///
/// - Input and output shape: any.
public final class Softmax: Layer {
    /// One axis, or several that are normalized together.
    public let axes: [Int]

    public init(axis: Int = -1, name: String? = nil) {
        axes = [axis]
        super.init(name: name)
    }

    public init(axes: [Int], name: String? = nil) {
        self.axes = axes
        super.init(name: name)
    }

    public override var supportsMasking: Bool { true }

    public override func call(_ x: Tensor, _ context: CallContext) throws -> Tensor {
        try call(x, mask: context.mask(of: x))
    }

    public override func call(
        _ inputs: [Tensor], _ arguments: CallArguments, _ context: CallContext
    ) throws -> [Tensor] {
        guard inputs.count == 2, arguments.positional.count == 2 else {
            return try super.call(inputs, arguments, context)
        }
        return [try call(inputs[0], mask: inputs[1])]
    }

    private func call(_ x: Tensor, mask: Tensor?) throws -> Tensor {
        let places = axes.compactMap { x.shape.resolved(axis: $0) }
        guard places.count == axes.count, Set(places).count == axes.count, !axes.isEmpty else {
            throw MyelinError(.argument, "axis \(axes) does not fit an input of shape \(x.shape)")
        }
        if let mask, mask.rank > x.rank || Shape.broadcast(mask.shape, x.shape) != x.shape {
            throw MyelinError(.shape, "expected a mask that fits an input of shape \(x.shape), got \(mask.shape)")
        }
        // As Keras: a mask of numbers holds above a half.
        let flags = mask.map { $0.dtype == .bool ? $0 : $0.greater(0.5) }
        return maskedSoftmax(x, mask: flags, axes: places)
    }

    public override var config: ConfigObject { ["axis": ConfigValue(axes: axes)] }

    convenience init(config: Config) throws {
        self.init(axes: try config.axes("axis") ?? [-1], name: try config.string("name"))
    }
}
