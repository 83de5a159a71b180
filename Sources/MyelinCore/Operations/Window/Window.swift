/// How a window moves over one, two or three spatial axes: sizes, strides, spacing of its elements, and zeros around.
package struct Window: Hashable, Sendable {
    package var size: [Int]
    package var strides: [Int]
    package var dilation: [Int]
    package var padLow: [Int]
    package var padHigh: [Int]

    package init(
        size: [Int], strides: [Int], dilation: [Int]? = nil, padLow: [Int]? = nil, padHigh: [Int]? = nil
    ) {
        self.size = size
        self.strides = strides
        self.dilation = dilation ?? size.map { _ in 1 }
        self.padLow = padLow ?? size.map { _ in 0 }
        self.padHigh = padHigh ?? size.map { _ in 0 }
    }

    /// The number of spatial axes.
    package var rank: Int { size.count }

    /// Elements from the window's first to its last, inclusive.
    package func extent(_ axis: Int) -> Int { (size[axis] - 1) * dilation[axis] + 1 }

    /// Output positions along an axis of `input` elements; 0 or less where the window does not fit.
    package func outputSize(_ axis: Int, input: Int) -> Int {
        let room = input + padLow[axis] + padHigh[axis] - extent(axis)
        return room < 0 ? 0 : room / strides[axis] + 1
    }

    /// The spatial sizes that come out for a (batch, spatial..., channels) input.
    package func outputSizes(_ input: Shape) throws -> [Int] {
        let rank = input.rank - 2
        for (name, values) in [("size", size), ("strides", strides), ("dilation", dilation)] {
            try requireCounts(name, values, rank)
        }
        guard size.reduce(1.0, { $0 * Double($1) }) < Double(1 << 31) else {
            throw MyelinError(.argument, "a window of size \(size) is larger than any image")
        }
        let sizes = (0..<rank).map { outputSize($0, input: input[$0 + 1]) }
        guard sizes.allSatisfy({ $0 > 0 }) else {
            let window = (0..<rank).map { "\(extent($0))" }.joined(separator: "×")
            let room = input.sizes.dropFirst().dropLast().map { "\($0)" }.joined(separator: "×")
            throw MyelinError(.shape, "a window of \(window) does not fit into an input of \(room)")
        }
        return sizes
    }
}

/// What lies around the images.
public enum Padding: String, Hashable, Sendable, CaseIterable {
    /// Nothing: the window stays inside.
    case valid
    /// As many zeros as keep the size at stride 1.
    case same
    /// Zeros before the first step only, so that no output sees what comes after it. Over one axis.
    case causal
}

extension Window {
    /// A window over an input of the given spatial sizes with Keras' padding rule: for "same", ceil(input / stride)
    /// positions, and where the zeros are odd in number the one more at the end.
    package init(size: [Int], strides: [Int]?, dilation: [Int]? = nil, padding: Padding, over input: [Int]) {
        self.init(size: size, strides: strides ?? size.map { _ in 1 }, dilation: dilation)
        // What cannot be is left to `outputSizes`, which throws.
        guard padding != .valid,
            [size, self.strides, self.dilation].allSatisfy({ $0.count == input.count && $0.allSatisfy { $0 > 0 } })
        else { return }
        for axis in input.indices {
            if padding == .causal {
                padLow[axis] = extent(axis) - 1
                continue
            }
            let positions = (input[axis] - 1) / self.strides[axis] + 1
            let zeros = Swift.max((positions - 1) * self.strides[axis] + extent(axis) - input[axis], 0)
            padLow[axis] = zeros / 2
            padHigh[axis] = zeros - zeros / 2
        }
    }
}

/// Throws if a setting is not one number of at least 1 for each of `rank` axes.
package func requireCounts(_ name: String, _ values: [Int], _ rank: Int) throws {
    guard values.count != rank || values.contains(where: { $0 < 1 }) else { return }
    let numbers = rank == 1 ? "one number" : rank == 2 ? "two numbers" : rank == 3 ? "three numbers" : "\(rank) numbers"
    throw MyelinError(.argument, "\(name): expected \(numbers) of at least 1, got \(values)")
}

/// Throws if a shape is not that of images with `rank` spatial axes, by default one to three.
package func requireImages(_ shape: Shape, spatialRank rank: Int) throws {
    let axes = [1: "steps", 2: "height, width", 3: "depth, height, width"]
    guard shape.rank == rank + 2, axes[rank] != nil else {
        throw MyelinError(
            .shape,
            "expected an input of rank \(rank + 2) (batch, \(axes[rank] ?? "…"), channels), got \(shape)")
    }
}

/// Throws if a type is not that of images of floats over which a window with `rank` axes can move.
func requireImages(_ type: TensorType, spatialRank rank: Int) throws {
    try requireImages(type.shape, spatialRank: rank)
    guard type.dtype.isFloatingPoint else { throw MyelinError(.dtype, "expected floats, got \(type.dtype)") }
}

extension Window {
    /// The input of a convolution or a pool and its window, where zeros that were put around the input beforehand are the
    /// window's padding instead: the larger array need not be made. Not where a window would see nothing but zeros.
    func takingOverZeros(around x: Tensor) -> (x: Tensor, window: Window) {
        guard let pad = x.node.operation as? Pad, x.error == nil, !x.node.isKnown, pad.value == 0,
            pad.interior.allSatisfy({ $0 == 0 }), x.rank == rank + 2,
            [pad.low[0], pad.high[0], pad.low[rank + 1], pad.high[rank + 1]].allSatisfy({ $0 == 0 })
        else { return (x, self) }
        var window = self
        for axis in 0..<rank {
            window.padLow[axis] += pad.low[axis + 1]
            window.padHigh[axis] += pad.high[axis + 1]
            guard window.padLow[axis] < extent(axis), window.padHigh[axis] < extent(axis) else { return (x, self) }
        }
        return (x.node.inputs[0], window)
    }
}

extension Shape {
    /// The sizes between the batch and the channels of (batch, spatial..., channels).
    package var spatialSizes: [Int] { Array(sizes.dropFirst().dropLast()) }
    /// The last size.
    package var channels: Int { sizes[rank - 1] }
}
