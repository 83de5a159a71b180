/// Puts tensors one behind the other along an axis.
package struct Concatenate: Operation {
    package static let name = "concatenate"
    package let axis: Int

    package func outputTypes(_ inputs: [TensorType]) throws -> [TensorType] {
        var type = inputs[0]
        for input in inputs.dropFirst() {
            var expected = input
            guard input.shape.rank == type.shape.rank else {
                throw MyelinError(.shape, "ranks of \(type.shape) and \(input.shape) differ")
            }
            expected.shape[axis] = type.shape[axis]
            guard expected == type else {
                throw MyelinError(.shape, "\(type) and \(input) differ in more than axis \(axis)")
            }
            type.shape[axis] += input.shape[axis]
        }
        return [type]
    }

    package func gradients(_ step: GradientStep) -> [Tensor?] {
        var offset = 0
        return step.inputs.map { input in
            defer { offset += input.shape[axis] }
            return step.cotangent.sliced(axis: axis, offset..<offset + input.shape[axis])
        }
    }
}

extension Tensor {
    /// The tensors one behind the other along `axis`; their other sizes must agree.
    public static func concatenated(_ tensors: [Tensor], axis: Int = 0) -> Tensor {
        guard let first = tensors.first else {
            return .invalid(TensorType([0], .float32), MyelinError(.argument, "concatenated: no tensors"))
        }
        guard let place = first.shape.resolved(axis: axis) else { return first.invalidAxis("concatenated", axis) }
        if tensors.count == 1 { return first }
        let dtype = tensors.dropFirst().reduce(first.dtype) { DType.promoted($0, $1.dtype) }
        return Node.record(Concatenate(axis: place), tensors.map { $0.cast(to: dtype) })[0]
    }
}
