/// One place in a subscript of a tensor: an index, a range, a stepped range, or a new axis.
public enum TensorIndex: Sendable {
    /// One place, counted from the end if negative; the axis goes.
    case at(Int)
    /// Every `step`th place from `from` up to `to`, as in Python's `from:to:step`; the axis stays.
    case range(from: Int?, to: Int?, step: Int)
    /// A new axis of size 1.
    case added
}

/// What may stand in a tensor's subscript.
public protocol TensorIndexing {
    /// What it selects.
    var tensorIndex: TensorIndex { get }
}

extension TensorIndex: TensorIndexing { public var tensorIndex: TensorIndex { self } }
extension Int: TensorIndexing { public var tensorIndex: TensorIndex { .at(self) } }
extension Range<Int>: TensorIndexing {
    public var tensorIndex: TensorIndex { .range(from: lowerBound, to: upperBound, step: 1) }
}
extension ClosedRange<Int>: TensorIndexing {
    public var tensorIndex: TensorIndex {
        .range(from: lowerBound, to: upperBound == -1 ? nil : upperBound + 1, step: 1)
    }
}
extension PartialRangeFrom<Int>: TensorIndexing {
    public var tensorIndex: TensorIndex { .range(from: lowerBound, to: nil, step: 1) }
}
extension PartialRangeUpTo<Int>: TensorIndexing {
    public var tensorIndex: TensorIndex { .range(from: nil, to: upperBound, step: 1) }
}
extension PartialRangeThrough<Int>: TensorIndexing {
    public var tensorIndex: TensorIndex { .range(from: nil, to: upperBound == -1 ? nil : upperBound + 1, step: 1) }
}

extension Tensor {
    /// A part, as NumPy's basic indexing: `x[0]`, `x[1..<3, .all]`, `x[(-2)...]`, `x[.all, .newAxis]`. An index takes its
    /// axis away; negative ones count from the end; ranges are cut to the axis; axes not named are whole.
    public subscript(_ indices: any TensorIndexing...) -> Tensor { self[list: indices.map(\.tensorIndex)] }

    /// The same for a list of indices.
    package subscript(list indices: [TensorIndex]) -> Tensor {
        var starts: [Int] = [], counts: [Int] = [], steps: [Int] = [], result: [Int] = []
        for index in indices {
            let axis = starts.count
            if case .added = index {
                result.append(1)
                continue
            }
            guard axis < rank else {
                return .invalid(
                    type, error ?? MyelinError(.shape, "subscript: more indices than the axes of shape \(shape)"))
            }
            let size = shape[axis]
            switch index {
            case .at(let place):
                guard (-size..<size).contains(place) else {
                    return .invalid(
                        type,
                        error ?? MyelinError(.argument, "subscript: index \(place) of axis \(axis) in shape \(shape)"))
                }
                starts.append(place < 0 ? place + size : place)
                counts.append(1)
                steps.append(1)
            case .range(let from, let to, let step):
                guard step != 0 else { return .invalid(type, MyelinError(.argument, "subscript: a step of 0")) }
                func place(_ bound: Int) -> Int {
                    Swift.min(
                        Swift.max(bound < 0 ? bound + size : bound, step < 0 ? -1 : 0), step < 0 ? size - 1 : size)
                }
                let first = from.map(place) ?? (step < 0 ? size - 1 : 0)
                let end = to.map(place) ?? (step < 0 ? -1 : size)
                let count = Swift.max(0, step > 0 ? (end - first + step - 1) / step : (first - end - step - 1) / -step)
                starts.append(count == 0 ? 0 : first)
                counts.append(count)
                steps.append(step)
                result.append(count)
            case .added: break
            }
        }
        for axis in starts.count..<rank {
            starts.append(0)
            counts.append(shape[axis])
            steps.append(1)
            result.append(shape[axis])
        }
        let whole = counts == shape.sizes && steps.allSatisfy { $0 == 1 }
        let part = whole ? self : Tensor.record(Slice(starts: starts, counts: counts, steps: steps), self)
        return part.reshaped(to: Shape(result))
    }
}

// So that `x[.all, 0]` finds them.
extension TensorIndexing where Self == TensorIndex {
    /// The whole axis.
    public static var all: TensorIndex { .range(from: nil, to: nil, step: 1) }
    /// A new axis of size 1.
    public static var newAxis: TensorIndex { .added }
}
