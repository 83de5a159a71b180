/// A convolution taken apart into one matrix product for each place of the window, which is how it is computed where no
/// kernel of its own exists (Float64), and how that kernel is checked.
///
/// Rows are output positions: matrices of shape [groups, batch × positions, channels / groups].
struct WindowPatches {
    let window: Window
    let x: Tensor
    let groups: Int
    private let padded: Tensor
    private let outputs: [Int]

    init(window: Window, x: Tensor, groups: Int) {
        self.window = window
        self.x = x
        self.groups = groups
        padded = x.padded(low: [0] + window.padLow + [0], high: [0] + window.padHigh + [0])
        outputs = x.shape.spatialSizes.enumerated().map { window.outputSize($0, input: $1) }
    }

    /// Every place of the window: its index along each axis, the last one fastest.
    var places: [[Int]] {
        window.size.reduce([[]]) { places, size in places.flatMap { place in (0..<size).map { place + [$0] } } }
    }

    private func slice(at place: [Int]) -> Slice {
        Slice(
            starts: [0] + zip(place, window.dilation).map { $0 * $1 } + [0],
            counts: [x.shape[0]] + outputs + [x.shape.channels], steps: [1] + window.strides + [1])
    }

    /// The input elements that the window's `place` sees.
    func rows(at place: [Int]) -> Tensor { rows(fromImage: .record(slice(at: place), padded)) }

    func rows(fromImage image: Tensor) -> Tensor {
        let channels = image.shape.channels
        let split = image.reshaped(to: [image.count / channels, groups, channels / groups])
        return split.transposed([1, 0, 2])
    }

    func image(fromRows rows: Tensor, channels: Int) -> Tensor {
        rows.transposed([1, 0, 2]).reshaped(to: Shape([x.shape[0]] + outputs + [channels]))
    }

    /// The kernel at a place as [groups, channels / groups, filters / groups].
    func kernel(_ kernel: Tensor, at place: [Int]) -> Tensor {
        let rank = window.rank
        let number = zip(place, window.size).reduce(0) { $0 * $1.1 + $1.0 }
        return kernel.reshaped(to: [-1, kernel.shape[rank], groups, kernel.shape[rank + 1] / groups])[number]
            .transposed([1, 0, 2])
    }

    func kernel(fromParts parts: [Tensor], shape: Shape) -> Tensor {
        let inner = Shape(Array(shape.sizes.suffix(2)))
        return Tensor.stacked(parts.map { $0.transposed([1, 0, 2]).reshaped(to: inner) }).reshaped(to: shape)
    }

    /// Rows put back to the places of the padded input that they were taken from, zeros elsewhere.
    func spread(_ rows: Tensor, at place: [Int]) -> Tensor {
        let image = image(fromRows: rows, channels: x.shape.channels)
        let slice = slice(at: place)
        let axes = 0..<image.rank
        let low = axes.map { slice.starts[$0] }, interior = axes.map { slice.steps[$0] - 1 }
        let high = axes.map {
            padded.shape[$0] - 1 - (slice.starts[$0] + (slice.counts[$0] - 1) * slice.steps[$0])
        }
        return image.padded(low: low, high: high, interior: interior)
    }

    func withoutPadding(_ image: Tensor) -> Tensor {
        window.padLow.enumerated().reduce(image) { image, pad in
            image.sliced(axis: pad.offset + 1, pad.element..<pad.element + x.shape[pad.offset + 1])
        }
    }
}
