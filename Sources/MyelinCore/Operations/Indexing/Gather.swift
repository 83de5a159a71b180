/// The slices along an axis that integer indices name: `result[.., i.., ..] = x[.., indices[i..], ..]`.
package struct Gather: Operation {
    package static let name = "gather"
    package let axis: Int
    /// Who is named in the error that an index outside is; nil where it is clamped.
    package var owner: String?

    package func outputTypes(_ inputs: [TensorType]) throws -> [TensorType] {
        let shape = inputs[0].shape
        guard [.int32, .int64, .uint8].contains(inputs[1].dtype) else {
            throw MyelinError(.dtype, "expected int32, int64 or uint8 indices, got \(inputs[1].dtype)")
        }
        guard shape[axis] > 0 || inputs[1].shape.count == 0 else {
            throw MyelinError(.shape, "nothing to gather along axis \(axis) of shape \(shape)")
        }
        let sizes = Array(shape.sizes[..<axis]) + inputs[1].shape.sizes + Array(shape.sizes[(axis + 1)...])
        return [TensorType(Shape(sizes), inputs[0].dtype)]
    }

    package func gradients(_ step: GradientStep) -> [Tensor?] {
        [.record(ScatterAdd(axis: axis, size: step.inputs[0].shape[axis]), step.cotangent, step.inputs[1]), nil]
    }
}

/// The transpose of Gather: adds slices of `x` into zeros where the indices say. An index outside is left out.
package struct ScatterAdd: Operation {
    package static let name = "scatter_add"
    package let axis: Int
    package let size: Int

    package func outputTypes(_ inputs: [TensorType]) throws -> [TensorType] {
        let shape = inputs[0].shape, indices = inputs[1].shape
        guard axis + indices.rank <= shape.rank, Array(shape.sizes[axis..<axis + indices.rank]) == indices.sizes else {
            throw MyelinError(.shape, "indices of shape \(indices) do not fit values of shape \(shape) at axis \(axis)")
        }
        let sizes = Array(shape.sizes[..<axis]) + [size] + Array(shape.sizes[(axis + indices.rank)...])
        return [TensorType(Shape(sizes), inputs[0].dtype)]
    }

    package func gradients(_ step: GradientStep) -> [Tensor?] {
        [.record(Gather(axis: axis), step.cotangent, step.inputs[1]), nil]
    }
}

extension Tensor {
    /// The slices along `axis` that integer `indices` name; an index outside is clamped to the nearest.
    public func gathered(_ indices: Tensor, axis: Int = 0) -> Tensor {
        guard let place = shape.resolved(axis: axis) else { return invalidAxis("gathered", axis) }
        return .record(Gather(axis: place), self, indices)
    }

    /// The rows that integer indices name, negative ones counted from the end. Reading the result (or running a step that
    /// computes it) throws an error that names `owner` and the index, if one lies outside.
    package func rows(_ indices: Tensor, for owner: String) -> Tensor {
        guard rank > 0 else { return invalidAxis("rows", 0) }
        let size = Tensor(Double(shape[0]), indices.dtype)
        let places = indices.dtype == .uint8 ? indices : select(indices.less(0), indices + size, indices)
        return .record(Gather(axis: 0, owner: owner), self, places)
    }

    /// Rows of zeros with a one at each index: shape + [classes]. An index outside gives zeros, as in Keras.
    public func oneHot(_ classes: Int, dtype: DType = .float32) -> Tensor {
        let index = Tensor.record(Iota(shape: [classes], dtype: self.dtype == .uint8 ? .int32 : self.dtype))
        return expanded(at: rank).equal(index).cast(to: dtype)
    }
}
