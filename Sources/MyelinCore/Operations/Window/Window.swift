/// How a window moves over two spatial axes (height, width): sizes, strides, spacing of its elements, and zeros around.
package struct Window: Hashable, Sendable {
    package var size: [Int]
    package var strides: [Int]
    package var dilation: [Int] = [1, 1]
    package var padLow: [Int] = [0, 0]
    package var padHigh: [Int] = [0, 0]

    /// Elements from the window's first to its last, inclusive.
    package func extent(_ axis: Int) -> Int { (size[axis] - 1) * dilation[axis] + 1 }

    /// Output positions along an axis of `input` elements; 0 or less where the window does not fit.
    package func outputSize(_ axis: Int, input: Int) -> Int {
        let room = input + padLow[axis] + padHigh[axis] - extent(axis)
        return room < 0 ? 0 : room / strides[axis] + 1
    }

    /// The height and width that come out for a (batch, height, width, channels) input.
    package func outputSizes(_ input: Shape) throws -> [Int] {
        for (name, pair) in [("size", size), ("strides", strides), ("dilation", dilation)]
        where pair.count != 2 || pair.contains(where: { $0 < 1 }) {
            throw MyelinError(.argument, "\(name): expected two numbers of at least 1, got \(pair)")
        }
        let sizes = (0..<2).map { outputSize($0, input: input[$0 + 1]) }
        guard sizes.allSatisfy({ $0 > 0 }) else {
            throw MyelinError(
                .shape, "a window of \(extent(0))×\(extent(1)) does not fit into an input of \(input[1])×\(input[2])")
        }
        return sizes
    }
}

/// What lies around the image: nothing ("valid"), or as many zeros as keep the size at stride 1 ("same").
public enum Padding: String, Hashable, Sendable, CaseIterable {
    case valid, same
}

extension Window {
    /// A window over an input of the given height and width with Keras' padding rule: for "same", ceil(input / stride)
    /// positions, and where the zeros are odd in number the one more at the end.
    package init(size: [Int], strides: [Int], dilation: [Int] = [1, 1], padding: Padding, over input: [Int]) {
        self.init(size: size, strides: strides, dilation: dilation)
        // What cannot be is left to `outputSizes`, which throws.
        guard padding == .same, [size, strides, dilation].allSatisfy({ $0.count == 2 && $0.allSatisfy { $0 > 0 } })
        else { return }
        for axis in 0..<2 {
            let positions = (input[axis] + strides[axis] - 1) / strides[axis]
            let zeros = Swift.max((positions - 1) * strides[axis] + extent(axis) - input[axis], 0)
            padLow[axis] = zeros / 2
            padHigh[axis] = zeros - zeros / 2
        }
    }
}

/// Records a pool over the two middle axes of (batch, height, width, channels).
func pooled(
    _ x: Tensor, _ name: String, _ size: [Int], _ strides: [Int]?, _ padding: Padding,
    _ operation: (Window) -> any Operation
) -> Tensor {
    guard x.rank == 4 else {
        let error = MyelinError(.shape, "\(name): expected (batch, height, width, channels), got \(x.shape)")
        return .invalid(x.type, x.error ?? error)
    }
    let over = Array(x.shape.sizes[1..<3])
    return .record(operation(Window(size: size, strides: strides ?? size, padding: padding, over: over)), x)
}
