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
        outputs = (0..<2).map { window.outputSize($0, input: x.shape[$0 + 1]) }
    }

    /// Every (row, column) of the window.
    var places: [(row: Int, column: Int)] {
        (0..<window.size[0]).flatMap { row in (0..<window.size[1]).map { (row, $0) } }
    }

    private func slice(at place: (row: Int, column: Int)) -> Slice {
        Slice(
            starts: [0, place.row * window.dilation[0], place.column * window.dilation[1], 0],
            counts: [x.shape[0], outputs[0], outputs[1], x.shape[3]],
            steps: [1, window.strides[0], window.strides[1], 1])
    }

    /// The input elements that the window's `place` sees.
    func rows(at place: (row: Int, column: Int)) -> Tensor { rows(fromImage: .record(slice(at: place), padded)) }

    func rows(fromImage image: Tensor) -> Tensor {
        let positions = image.count / image.shape[3]
        let split = image.reshaped(to: [positions, groups, image.shape[3] / groups])
        return split.transposed([1, 0, 2])
    }

    func image(fromRows rows: Tensor, channels: Int) -> Tensor {
        rows.transposed([1, 0, 2]).reshaped(to: [x.shape[0], outputs[0], outputs[1], channels])
    }

    /// The kernel at a place as [groups, channels / groups, filters / groups].
    func kernel(_ kernel: Tensor, at place: (row: Int, column: Int)) -> Tensor {
        kernel[place.row, place.column].reshaped(to: [kernel.shape[2], groups, kernel.shape[3] / groups])
            .transposed([1, 0, 2])
    }

    func kernel(fromParts parts: [Tensor], shape: Shape) -> Tensor {
        Tensor.stacked(parts.map { $0.transposed([1, 0, 2]).reshaped(to: [shape[2], shape[3]]) }).reshaped(to: shape)
    }

    /// Rows put back to the places of the padded input that they were taken from, zeros elsewhere.
    func spread(_ rows: Tensor, at place: (row: Int, column: Int)) -> Tensor {
        let image = image(fromRows: rows, channels: x.shape[3])
        let slice = slice(at: place)
        var low = [0, 0, 0, 0], high = [0, 0, 0, 0], interior = [0, 0, 0, 0]
        for axis in 1...2 {
            low[axis] = slice.starts[axis]
            interior[axis] = slice.steps[axis] - 1
            high[axis] = padded.shape[axis] - 1 - (slice.starts[axis] + (slice.counts[axis] - 1) * slice.steps[axis])
        }
        return image.padded(low: low, high: high, interior: interior)
    }

    func withoutPadding(_ image: Tensor) -> Tensor {
        image.sliced(axis: 1, window.padLow[0]..<window.padLow[0] + x.shape[1])
            .sliced(axis: 2, window.padLow[1]..<window.padLow[1] + x.shape[2])
    }
}
