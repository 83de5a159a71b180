import MyelinCore

// Colours of images (…, channels), as TensorFlow converts them.

extension Tensor {
    /// One of the last axis' elements, the axis kept.
    func channel(_ index: Int) -> Tensor { sliced(axis: rank - 1, index..<index + 1) }

    /// Throws if images have not one of some numbers of channels.
    func requireChannels(_ counts: Set<Int>) throws {
        guard counts.contains(shape[rank - 1]) else {
            let list = counts.sorted().map(String.init).joined(separator: " or ")
            throw MyelinError(.shape, "expected images with \(list) channels, got \(shape[rank - 1])")
        }
    }

    /// 0.2989 red + 0.587 green + 0.114 blue, as one channel. One channel stays as it is.
    func grayscale() -> Tensor {
        guard shape[rank - 1] == 3 else { return self }
        let weights = Tensor([0.2989, 0.5870, 0.1140] as [Float]).cast(to: dtype)
        return (self * weights).sum(axes: [rank - 1], keepDimensions: true)
    }

    /// Hue from 0 to 1, saturation, value.
    func hsv() -> Tensor {
        let red = channel(0), green = channel(1), blue = channel(2)
        let value = MyelinCore.maximum(red, MyelinCore.maximum(green, blue))
        let range = value - MyelinCore.minimum(red, MyelinCore.minimum(green, blue))
        let zero = value * 0.0
        let saturation = select(value.greater(0), range / value, zero)
        let norm = 1 / (range * 6.0)
        var hue = select(
            red.equal(value), norm * (green - blue),
            select(
                green.equal(value), norm * (blue - red) + 2.0 / 6, norm * (red - green) + 4.0 / 6))
        hue = select(range.greater(0), hue, zero)
        hue = select(hue.less(0), hue + 1, hue)
        return .concatenated([hue, saturation, value], axis: rank - 1)
    }

    /// The opposite of `hsv`.
    func rgb() -> Tensor {
        let hue = channel(0), saturation = channel(1), value = channel(2)
        let chroma = saturation * value, least = value - chroma
        let h = hue * 6.0
        func clamped(_ x: Tensor) -> Tensor { clip(x, min: 0, max: 1) }
        let red = clamped(abs(h - 3) - 1), green = clamped(2 - abs(h - 2)), blue = clamped(2 - abs(h - 4))
        return .concatenated([red * chroma + least, green * chroma + least, blue * chroma + least], axis: rank - 1)
    }

    /// Values of one range as those of another.
    func scaled(from: ClosedRange<Double>, to: ClosedRange<Double>) -> Tensor {
        guard from != to else { return self }
        let unit = (self - from.lowerBound) / (from.upperBound - from.lowerBound)
        return unit * (to.upperBound - to.lowerBound) + to.lowerBound
    }

    func clamped(to range: ClosedRange<Double>) -> Tensor {
        clip(self, min: range.lowerBound, max: range.upperBound)
    }
}

/// What bytes can be.
let byteRange = 0.0...255.0
