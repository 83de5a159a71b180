/// Images of another size. Keras: `keras.ops.image.resize`, with the numbers of its TensorFlow backend.
///
/// Whole numbers become Float32, but `.nearest` keeps the type. The weights of the sums are worked out when the function is
/// called; the rest are gathers, or where an output has many inputs two matrix products, and gradients go back through them.
///
/// - Parameters:
///   - images: (batch, height, width, channels), or one image (height, width, channels).
///   - size: the height and width that come out, each at least 1.
///   - interpolation: how inputs are combined.
///   - antialias: whether shrinking takes all the inputs in that an output covers (bilinear, bicubic and Lanczos).
///   - cropToAspectRatio: first cuts the largest part out of the middle that has the proportions of `size`.
///   - padToAspectRatio: first pads on both sides to these proportions, with `fillValue`.
public func resize(
    _ images: Tensor, to size: (height: Int, width: Int), interpolation: Interpolation = .bilinear,
    antialias: Bool = false, cropToAspectRatio: Bool = false, padToAspectRatio: Bool = false, fillValue: Double = 0
) -> Tensor {
    func invalid(_ kind: MyelinError.Kind, _ text: String) -> Tensor {
        .invalid(images.type, images.error ?? MyelinError(kind, "resize: \(text)"))
    }
    guard images.rank == 3 || images.rank == 4 else {
        return invalid(.shape, "expected (batch, height, width, channels) or one image, got \(images.shape)")
    }
    guard (1..<1 << 24).contains(size.height), (1..<1 << 24).contains(size.width) else {
        return invalid(.argument, "expected a height and width of at least 1, got \(size.height) and \(size.width)")
    }
    guard !(cropToAspectRatio && padToAspectRatio) else {
        return invalid(.argument, "images are either cropped or padded to an aspect ratio")
    }
    let rows = images.rank - 3
    guard images.shape[rows] > 0, images.shape[rows + 1] > 0 else {
        return invalid(.shape, "an image of \(images.shape) has nothing to resize")
    }
    var x = interpolation == .nearest || images.dtype.isFloatingPoint ? images : images.cast(to: .float32)
    if cropToAspectRatio { x = x.cropped(rows: rows, toRatioOf: size) }
    if padToAspectRatio { x = x.paddedAround(rows: rows, toRatioOf: size, fillValue) }
    // An axis that keeps its length keeps its values: all weights but one are zero.
    for (axis, length) in [(rows, size.height), (rows + 1, size.width)] where x.shape[axis] != length {
        x = x.resampled(
            axis: axis, Resampling(from: x.shape[axis], to: length, interpolation, antialias: antialias))
    }
    return x
}

extension Tensor {
    /// From this many inputs of an output on, a matrix product is cheaper than gathers.
    private static let manyTaps = 5

    fileprivate func resampled(axis: Int, _ resampling: Resampling) -> Tensor {
        let taps = resampling.tapCount, output = resampling.rows.count
        if taps >= Self.manyTaps { return multiplied(axis: axis, resampling) }
        var shape = Shape([Int](repeating: 1, count: rank))
        shape[axis] = output
        var sum: Tensor?
        for tap in 0..<taps {
            let places = resampling.rows.map { Int32($0.indices.contains(tap) ? $0[tap].source : 0) }
            let weights = resampling.rows.map { $0.indices.contains(tap) ? $0[tap].weight : 0 }
            let gathered = gathered(Tensor(places), axis: axis)
            if taps == 1, weights.allSatisfy({ $0 == 1 }) { return gathered }
            let term = gathered * Tensor(weights, shape: shape).cast(to: dtype)
            sum = sum.map { $0 + term } ?? term
        }
        return sum ?? self
    }

    /// The weighted sums as one product with a matrix (inputs, outputs), the axis moved to the end for it and back.
    private func multiplied(axis: Int, _ resampling: Resampling) -> Tensor {
        let input = shape[axis], output = resampling.rows.count
        var matrix = [Float](repeating: 0, count: input * output)
        for (column, row) in resampling.rows.enumerated() {
            for (source, weight) in row { matrix[source * output + column] += weight }
        }
        let others = (0..<rank).filter { $0 != axis }
        let product = matmul(transposed(others + [axis]), Tensor(matrix, shape: [input, output]).cast(to: dtype))
        return product.transposed((0..<rank).map { $0 == axis ? rank - 1 : $0 < axis ? $0 : $0 - 1 })
    }

    /// Height and width along the axes `rows` and `rows + 1`, and those with another's proportions that one of them keeps.
    private func fitted(rows: Int, to size: (height: Int, width: Int)) -> (height: Int, width: Int) {
        let height = shape[rows], width = shape[rows + 1]
        return (
            Int(Float(width * size.height) / Float(size.width)), Int(Float(height * size.width) / Float(size.height))
        )
    }

    fileprivate func cropped(rows: Int, toRatioOf size: (height: Int, width: Int)) -> Tensor {
        let fitted = fitted(rows: rows, to: size)
        let height = Swift.max(Swift.min(shape[rows], fitted.height), 1)
        let width = Swift.max(Swift.min(shape[rows + 1], fitted.width), 1)
        let top = (shape[rows] - height) / 2, left = (shape[rows + 1] - width) / 2
        return sliced(axis: rows, top..<top + height).sliced(axis: rows + 1, left..<left + width)
    }

    fileprivate func paddedAround(rows: Int, toRatioOf size: (height: Int, width: Int), _ value: Double) -> Tensor {
        let fitted = fitted(rows: rows, to: size)
        var sides = [Int](repeating: 0, count: rank)
        sides[rows] = (Swift.max(shape[rows], fitted.height) - shape[rows]) / 2
        sides[rows + 1] = (Swift.max(shape[rows + 1], fitted.width) - shape[rows + 1]) / 2
        return padded(low: sides, high: sides, value: value)
    }
}
