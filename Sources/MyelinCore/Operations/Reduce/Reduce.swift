import CVectorKernels

/// Combines all elements along some axes, which disappear.
package struct Reduce: Operation {
    package enum Kind: String, Hashable, Sendable {
        case sum, product, maximum, minimum, any, all

        package var code: Int32 {
            switch self {
            case .sum: Int32(MYELIN_SUM.rawValue)
            case .product: Int32(MYELIN_PRODUCT.rawValue)
            case .maximum: Int32(MYELIN_MAXIMUM.rawValue)
            case .minimum: Int32(MYELIN_MINIMUM.rawValue)
            case .any: Int32(MYELIN_ANY.rawValue)
            case .all: Int32(MYELIN_ALL.rawValue)
            }
        }
    }

    package static let name = "reduce"
    package let kind: Kind
    /// Ascending.
    package let axes: [Int]

    package func outputTypes(_ inputs: [TensorType]) throws -> [TensorType] {
        let input = inputs[0]
        let logical = kind == .any || kind == .all
        guard logical == (input.dtype == .bool) else {
            throw MyelinError(.dtype, "\(kind.rawValue) does not take \(input.dtype)")
        }
        let kept = (0..<input.shape.rank).filter { !axes.contains($0) }
        return [TensorType(Shape(kept.map { input.shape[$0] }), input.dtype)]
    }

    package func gradients(_ step: GradientStep) -> [Tensor?] {
        let x = step.inputs[0]
        guard x.dtype.isFloatingPoint else { return [nil] }
        var kept = x.shape
        for axis in axes { kept[axis] = 1 }
        let cotangent = step.cotangent.reshaped(to: kept)
        switch kind {
        case .sum: return [cotangent.broadcast(to: x.shape)]
        case .maximum, .minimum:
            // Equal winners share the gradient evenly, as JAX and TensorFlow have it.
            let wins = x.equal(step.output.reshaped(to: kept)).cast(to: x.dtype)
            let count = wins.sum(axes: axes, keepDimensions: true)
            return [wins * (cotangent / count)]
        case .product:
            // The product of the others, written so that one zero, and even two, come out right: gather the axes into
            // one, and multiply what stands before and behind each element.
            return [productGradient(x, cotangent: step.cotangent)]
        case .any, .all: return [nil]
        }
    }

    private func productGradient(_ x: Tensor, cotangent: Tensor) -> Tensor {
        let kept = (0..<x.rank).filter { !axes.contains($0) }
        let order = kept + axes
        let moved = x.transposed(order)
        let rows = kept.reduce(1) { $0 * x.shape[$1] }, count = axes.reduce(1) { $0 * x.shape[$1] }
        let matrix = moved.reshaped(to: [rows, count])
        let off = 1 - Tensor.identity(count, dtype: x.dtype)
        // [rows, count, count] with the element itself replaced by 1.
        let others = matrix.expanded(at: 1) * off + Tensor.identity(count, dtype: x.dtype)
        let gradient = others.reduced(.product, axes: [2]) * cotangent.reshaped(to: [rows, 1])
        return gradient.reshaped(to: moved.shape).transposed(Transpose(permutation: order).inverse)
    }

    package func floatingPointOperations(inputs: [TensorType], outputs: [TensorType]) -> Int { inputs[0].shape.count }
}

extension Tensor {
    /// All reductions pass here: resolves the axes and keeps or drops them.
    func reduced(_ kind: Reduce.Kind, axes: [Int]?, keepDimensions: Bool = false) -> Tensor {
        var chosen: [Int] = []
        for axis in axes ?? Array(0..<rank) {
            guard let place = shape.resolved(axis: axis) else { return invalidAxis(kind.rawValue, axis) }
            if !chosen.contains(place) { chosen.append(place) }
        }
        chosen.sort()
        let result = chosen.isEmpty ? self : Tensor.record(Reduce(kind: kind, axes: chosen), self)
        guard keepDimensions else { return result }
        var kept = shape
        for axis in chosen { kept[axis] = 1 }
        return result.reshaped(to: kept)
    }

    /// The sum over `axes`, by default over all; of Bool, the count of true as Int32.
    public func sum(axes: [Int]? = nil, keepDimensions: Bool = false) -> Tensor {
        (dtype == .bool ? cast(to: .int32) : self).reduced(.sum, axes: axes, keepDimensions: keepDimensions)
    }
    /// The product over `axes`, by default over all.
    public func product(axes: [Int]? = nil, keepDimensions: Bool = false) -> Tensor {
        reduced(.product, axes: axes, keepDimensions: keepDimensions)
    }
    /// The largest element along `axes`, by default of all; NaN if one is.
    public func max(axes: [Int]? = nil, keepDimensions: Bool = false) -> Tensor {
        reduced(.maximum, axes: axes, keepDimensions: keepDimensions)
    }
    /// The smallest element along `axes`, by default of all; NaN if one is.
    public func min(axes: [Int]? = nil, keepDimensions: Bool = false) -> Tensor {
        reduced(.minimum, axes: axes, keepDimensions: keepDimensions)
    }
    /// Whether any element of a Bool tensor holds along `axes`.
    public func any(axes: [Int]? = nil, keepDimensions: Bool = false) -> Tensor {
        reduced(.any, axes: axes, keepDimensions: keepDimensions)
    }
    /// Whether all elements of a Bool tensor hold along `axes`.
    public func all(axes: [Int]? = nil, keepDimensions: Bool = false) -> Tensor {
        reduced(.all, axes: axes, keepDimensions: keepDimensions)
    }
    /// The mean over `axes`, by default over all; integers are averaged as Float32.
    public func mean(axes: [Int]? = nil, keepDimensions: Bool = false) -> Tensor {
        let x = dtype.isFloatingPoint ? self : cast(to: .float32)
        let total = x.sum(axes: axes, keepDimensions: keepDimensions)
        let divisor = Double(Swift.max(count, 1)) / Double(Swift.max(total.count, 1))
        return total * (1 / divisor)
    }
    /// The mean squared distance from the mean over `axes`.
    public func variance(axes: [Int]? = nil, keepDimensions: Bool = false) -> Tensor {
        square(self - mean(axes: axes, keepDimensions: true)).mean(axes: axes, keepDimensions: keepDimensions)
    }
}
