import MyelinCore

/// Its inputs one behind the other along an axis. Keras: `Concatenate`.
///
/// - Input shape: tensors that differ in the size of that axis at most.
/// - Output shape: theirs, with the sum of the sizes of that axis.
public final class Concatenate: Layer {
    public let axis: Int

    /// - Parameter axis: along which; negative ones count from the end.
    public init(axis: Int = -1, name: String? = nil) {
        self.axis = axis
        super.init(name: name)
    }

    public override var supportsMasking: Bool { true }

    /// The masks one behind the other; where features are put side by side, a step counts if it does in any input.
    public override func computeMask(
        _ inputs: [Tensor], _ masks: [Tensor?], _ outputs: [Tensor]
    ) throws -> [Tensor?] {
        guard masks.contains(where: { $0 != nil }), let axis = inputs[0].shape.resolved(axis: axis) else {
            return [nil]
        }
        let whole = zip(inputs, masks).map { input, mask -> Tensor in
            guard let mask else { return Tensor.ones(input.shape, dtype: .bool) }
            return mask.rank < input.rank ? mask.expanded(at: -1).broadcast(to: input.shape) : mask
        }
        return [Tensor.concatenated(whole, axis: axis).any(axes: [-1])]
    }

    public override func call(_ inputs: [Tensor], _ context: CallContext) throws -> [Tensor] {
        guard inputs.count > 1 else { throw MyelinError(.shape, "expected at least 2 inputs, got \(inputs.count)") }
        guard let place = inputs[0].shape.resolved(axis: axis) else {
            throw MyelinError(.argument, "axis \(axis) is none of shape \(inputs[0].shape)")
        }
        return [Tensor.concatenated(inputs, axis: place)]
    }

    public override var config: ConfigObject { ["axis": .int(axis)] }

    convenience init(config: Config) throws {
        self.init(axis: try config.int("axis", default: -1), name: try config.string("name"))
    }
}
