/// The elements start, start + step, … below end of every axis. Steps may be negative: then start is the higher end.
package struct Slice: Operation {
    package static let name = "slice"
    package let starts, counts, steps: [Int]

    package func outputTypes(_ inputs: [TensorType]) throws -> [TensorType] {
        let shape = inputs[0].shape
        for axis in 0..<shape.rank where counts[axis] > 0 {
            let last = starts[axis] + (counts[axis] - 1) * steps[axis]
            guard (0..<shape[axis]).contains(starts[axis]), (0..<shape[axis]).contains(last) else {
                throw MyelinError(
                    .shape, "elements \(starts[axis])…\(last) of axis \(axis) lie outside of shape \(shape)")
            }
        }
        return [TensorType(Shape(counts), inputs[0].dtype)]
    }

    package func gradients(_ step: GradientStep) -> [Tensor?] {
        // Put the elements back to where they came from: reversed axes are reversed back, then spread and padded.
        var gradient = step.cotangent
        let shape = step.inputs[0].shape
        let reversed = (0..<shape.rank).filter { steps[$0] < 0 }
        if !reversed.isEmpty { gradient = gradient.reversed(axes: reversed) }
        var low = [Int](), high = [Int](), interior = [Int]()
        for axis in 0..<shape.rank {
            let last = starts[axis] + (counts[axis] - 1) * steps[axis]
            let first = Swift.min(starts[axis], last), end = Swift.max(starts[axis], last)
            low.append(counts[axis] == 0 ? 0 : first)
            high.append(counts[axis] == 0 ? shape[axis] : shape[axis] - 1 - end)
            interior.append(Swift.abs(steps[axis]) - 1)
        }
        return [gradient.padded(low: low, high: high, interior: interior)]
    }
}

extension Tensor {
    /// With the order of the elements along `axes` reversed.
    public func reversed(axes: [Int]) -> Tensor {
        let chosen = axes.map { $0 < 0 ? $0 + rank : $0 }
        for axis in chosen where !(0..<rank).contains(axis) { return invalidAxis("reversed", axis) }
        let backwards = (0..<rank).map { chosen.contains($0) && shape[$0] > 0 }
        return .record(
            Slice(
                starts: (0..<rank).map { backwards[$0] ? shape[$0] - 1 : 0 }, counts: shape.sizes,
                steps: (0..<rank).map { backwards[$0] ? -1 : 1 }), self)
    }

    /// `range` of one axis, whole along the others.
    public func sliced(axis: Int, _ range: Range<Int>, step: Int = 1) -> Tensor {
        guard let axis = shape.resolved(axis: axis), step >= 1 else { return invalidAxis("sliced", axis) }
        var starts = [Int](repeating: 0, count: rank), counts = shape.sizes, steps = [Int](repeating: 1, count: rank)
        starts[axis] = range.lowerBound
        counts[axis] = (range.count + step - 1) / step
        steps[axis] = step
        if starts.allSatisfy({ $0 == 0 }) && counts == shape.sizes && step == 1 { return self }
        return .record(Slice(starts: starts, counts: counts, steps: steps), self)
    }
}
