/// Puts tensors of one type side by side along a new axis.
package struct Stack: Operation {
    package static let name = "stack"
    package let axis: Int

    package func outputTypes(_ inputs: [TensorType]) throws -> [TensorType] {
        let type = inputs[0]
        if let other = inputs.first(where: { $0 != type }) {
            throw MyelinError(.shape, "expected tensors of one type, got \(type) and \(other)")
        }
        var sizes = type.shape.sizes
        sizes.insert(inputs.count, at: axis)
        return [TensorType(Shape(sizes), type.dtype)]
    }

    package func gradients(_ step: GradientStep) -> [Tensor?] { step.cotangent.unstacked(axis: axis) }
}

/// Takes a tensor apart along an axis, which the parts do not have. Its gradient puts all parts' gradients side by side at
/// once; those of as many slices would each be padded to the whole and summed.
package struct Unstack: Operation {
    package static let name = "unstack"
    package let axis: Int

    package func outputTypes(_ inputs: [TensorType]) throws -> [TensorType] {
        var sizes = inputs[0].shape.sizes
        let count = sizes.remove(at: axis)
        return [TensorType](repeating: TensorType(Shape(sizes), inputs[0].dtype), count: count)
    }

    package func gradients(_ step: GradientStep) -> [Tensor?] {
        let parts = zip(step.outputs, step.cotangents).map { output, cotangent in
            cotangent ?? Tensor.zeros(output.shape, dtype: output.dtype)
        }
        return [Tensor.stacked(parts, axis: axis)]
    }
}

extension Tensor {
    /// The tensors, of one shape, along a new axis.
    public static func stacked(_ tensors: [Tensor], axis: Int = 0) -> Tensor {
        guard let first = tensors.first else {
            return .invalid(TensorType([0], .float32), MyelinError(.argument, "stacked: no tensors"))
        }
        let place = axis < 0 ? axis + first.rank + 1 : axis
        guard (0...first.rank).contains(place) else { return first.invalidAxis("stacked", axis) }
        let dtype = tensors.dropFirst().reduce(first.dtype) { DType.promoted($0, $1.dtype) }
        if tensors.count == 1 { return first.expanded(at: place) }
        return Node.record(Stack(axis: place), tensors.map { $0.cast(to: dtype) })[0]
    }

    /// The parts along `axis`, which they do not have: the steps of a sequence. One invalid tensor if there is no such axis.
    public func unstacked(axis: Int = 0) -> [Tensor] {
        guard let place = shape.resolved(axis: axis) else { return [invalidAxis("unstacked", axis)] }
        if let error { return [.invalid(type, error)] }
        if shape[place] == 1 { return [squeezed(axes: [place])] }
        return shape[place] == 0 ? [] : Node.record(Unstack(axis: place), [self])
    }
}
