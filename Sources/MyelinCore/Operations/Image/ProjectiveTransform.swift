/// What stands for elements outside of an image. Keras: `fill_mode`.
public enum FillMode: String, Hashable, Sendable, CaseIterable {
    /// A number.
    case constant
    /// The image mirrored at its border: d c b a | a b c d | d c b a.
    case reflect
    /// The image repeated.
    case wrap
    /// The element at the border.
    case nearest
    /// As `reflect`, with the border's element once: d c b | a b c d | c b a.
    case mirror
}

/// Images whose elements come from other places of them: output (x, y) has the input's value at
/// ((a0 x + a1 y + a2) / k, (b0 x + b1 y + b2) / k) with k = c0 x + c1 y + 1.
///
/// TensorFlow's `ImageProjectiveTransformV3`, in Float32. Gradients go back to the images.
///
/// - Parameters:
///   - images: (batch, height, width, channels).
///   - transforms: a0, a1, a2, b0, b1, b2, c0, c1 for each image: (batch, 8).
///   - interpolation: `.nearest` or `.bilinear`.
public func projectiveTransform(
    _ images: Tensor, _ transforms: Tensor, interpolation: Interpolation = .bilinear, fillMode: FillMode = .constant,
    fillValue: Double = 0
) -> Tensor {
    guard images.rank == 4, transforms.shape == [images.shape[0], 8] else {
        let error = MyelinError(
            .shape, "projectiveTransform: expected images and (batch, 8), got \(images.shape) and \(transforms.shape)")
        return .invalid(images.type, images.error ?? transforms.error ?? error)
    }
    let batch = images.shape[0], height = images.shape[1], width = images.shape[2]
    func coefficient(_ index: Int) -> Tensor {
        transforms.cast(to: .float32).sliced(axis: 1, index..<index + 1).reshaped(to: [batch, 1, 1])
    }
    let x = Tensor.range(to: Double(width)).reshaped(to: [1, 1, width])
    let y = Tensor.range(to: Double(height)).reshaped(to: [1, height, 1])
    let scale = coefficient(6) * x + coefficient(7) * y + 1
    let sourceX = (coefficient(0) * x + coefficient(1) * y + coefficient(2)) / scale
    let sourceY = (coefficient(3) * x + coefficient(4) * y + coefficient(5)) / scale
    let result = sampled(
        images, x: sourceX.placed(in: width, fillMode), y: sourceY.placed(in: height, fillMode), interpolation,
        fillValue: fillValue)
    // What lies at infinity is outside of the image.
    let isFinite = scale.notEqual(0).expanded(at: 3).broadcast(to: result.shape)
    return select(isFinite, result, Tensor.full(result.shape, fillValue, dtype: result.dtype))
}

/// Values of images (batch, height, width, channels) at places (batch, height, width) between their elements; outside there
/// is `fillValue`.
func sampled(
    _ images: Tensor, x: Tensor, y: Tensor, _ interpolation: Interpolation, fillValue: Double
) -> Tensor {
    let shape = images.shape, batch = shape[0], height = shape[1], width = shape[2], channels = shape[3]
    let rows = images.reshaped(to: [batch * height * width, channels])
    let places = Shape.broadcast([batch, 1, 1], x.shape) ?? x.shape
    let first = Tensor.range(to: Double(batch), dtype: .int32).reshaped(to: [batch, 1, 1]) * Double(height * width)
    let outside = Tensor.full(Shape(places.sizes + [channels]), fillValue, dtype: images.dtype)

    /// The elements at whole places.
    func read(_ y: Tensor, _ x: Tensor) -> Tensor {
        let isInside = y.greaterEqual(0).and(y.less(Tensor(Double(height)))).and(x.greaterEqual(0)).and(
            x.less(Tensor(Double(width))))
        let row = clip(y, min: 0, max: Double(height - 1)).cast(to: .int32)
        let column = clip(x, min: 0, max: Double(width - 1)).cast(to: .int32)
        let index = (first + row * Double(width) + column).broadcast(to: places)
        let values = rows.gathered(index.flattened()).reshaped(to: outside.shape)
        return select(isInside.broadcast(to: places).expanded(at: 3).broadcast(to: outside.shape), values, outside)
    }
    if interpolation == .nearest {
        // Halves away from zero, as C rounds.
        func rounded(_ z: Tensor) -> Tensor { sign(z) * floor(abs(z) + 0.5) }
        return read(rounded(y), rounded(x))
    }
    let top = floor(y), left = floor(x)
    let bottom = top + 1, right = left + 1
    func weighted(_ weight: Tensor, _ values: Tensor) -> Tensor {
        weight.broadcast(to: places).expanded(at: 3).cast(to: values.dtype) * values
    }
    let upper = weighted(right - x, read(top, left)) + weighted(x - left, read(top, right))
    let lower = weighted(right - x, read(bottom, left)) + weighted(x - left, read(bottom, right))
    return weighted(bottom - y, upper) + weighted(y - top, lower)
}

extension Tensor {
    /// Coordinates outside of 0 to `size - 1` brought back inside as TensorFlow's kernel does.
    fileprivate func placed(in size: Int, _ mode: FillMode) -> Tensor {
        let last = Double(size - 1), length = Double(size)
        func towardsZero(_ x: Tensor) -> Tensor { sign(x) * floor(abs(x)) }
        func choose(_ condition: Tensor, _ a: Tensor, _ b: Tensor) -> Tensor { select(condition, a, b) }
        switch mode {
        case .constant: return self
        case .nearest: return clip(self, min: 0, max: last)
        case .reflect, .mirror:
            guard size > 1 else { return self * 0.0 }
            let period = 2 * length
            let low = choose(less(Tensor(period)), self + towardsZero(-self / period) * period, self)
            let below = choose(low.less(Tensor(-length)), low + period, -low - 1)
            let high = self - towardsZero(self / period) * period
            let above = choose(high.greaterEqual(Tensor(length)), period - high - 1, high)
            let inside = choose(less(0), below, choose(greater(Tensor(last)), above, self))
            return clip(inside, min: 0, max: last)
        case .wrap:
            guard size > 1 else { return self * 0.0 }
            let below = self + (towardsZero(-self / last) + 1) * length
            let above = self - towardsZero(self / last) * length
            return clip(choose(less(0), below, choose(greater(Tensor(last)), above, self)), min: 0, max: last)
        }
    }
}

/// Images whose elements come from places of their own: output (x, y) of image i has the input's value at
/// (`x[i, y, x]`, `y[i, y, x]`).
///
/// Keras: `map_coordinates` for each channel, in its TensorFlow backend. Elements around a place are looked up one by one, so
/// that `.constant` blends with `fillValue` at the border.
public func displaced(
    _ images: Tensor, x: Tensor, y: Tensor, interpolation: Interpolation = .bilinear, fillMode: FillMode = .reflect,
    fillValue: Double = 0
) -> Tensor {
    let shape = images.shape
    guard images.rank == 4, x.shape == Shape(Array(shape.sizes.dropLast())), y.shape == x.shape else {
        let error = MyelinError(
            .shape, "displaced: expected images and places for each element, got \(shape), \(x.shape) and \(y.shape)")
        return .invalid(images.type, images.error ?? error)
    }
    let height = shape[1], width = shape[2]
    func whole(_ z: Tensor, _ size: Int) -> Tensor { z.wholePlaced(in: size, fillMode) }
    func read(_ y: Tensor, _ x: Tensor) -> Tensor {
        sampled(images, x: whole(x, width), y: whole(y, height), .nearest, fillValue: fillValue)
    }
    if interpolation == .nearest { return read(round(y), round(x)) }
    let top = floor(y), left = floor(x)
    func weighted(_ weight: Tensor, _ values: Tensor) -> Tensor {
        weight.expanded(at: 3).cast(to: values.dtype) * values
    }
    let down = y - top, along = x - left
    return weighted((1 - down) * (1 - along), read(top, left)) + weighted((1 - down) * along, read(top, left + 1))
        + weighted(down * (1 - along), read(top + 1, left)) + weighted(down * along, read(top + 1, left + 1))
}

extension Tensor {
    /// Whole coordinates outside of an axis brought back inside, as Keras' `map_coordinates` does.
    fileprivate func wholePlaced(in size: Int, _ mode: FillMode) -> Tensor {
        let length = Double(size)
        func remainder(_ x: Tensor, _ divisor: Double) -> Tensor { x - floor(x / divisor) * divisor }
        switch mode {
        case .constant: return self
        case .nearest: return clip(self, min: 0, max: length - 1)
        case .wrap: return remainder(self, length)
        case .reflect, .mirror:
            let inPeriod = remainder(abs(self), 2 * length)
            let back = 2 * length - inPeriod
            return select(inPeriod.less(Tensor(length)), inPeriod, mode == .reflect ? back - 1 : back)
        }
    }
}
