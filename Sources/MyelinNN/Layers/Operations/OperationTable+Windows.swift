import MyelinCore

extension OperationTable {
    /// Operations with windows that move over images and sequences.
    static let windows: [Entry] = [
        pooling("MaxPool", "MaxPooling"), pooling("AveragePool", "AveragePooling"),
        pooling("AdaptiveMaxPool", "AdaptiveMaxPooling"), pooling("AdaptiveAveragePool", "AdaptiveAveragePooling"),
        convolving("Conv", ["kernel"]) { x, kernels, window in
            let channels = max(kernels[0].shape[kernels[0].rank - 2], 1)
            return convolution(
                x, kernels[0], strides: window.strides, padding: window.padding, dilation: window.dilation,
                groups: max(x.shape.channels / channels, 1))
        },
        convolving("DepthwiseConv", ["kernel"]) { x, kernels, window in
            depthwiseConvolution(
                x, kernels[0], strides: window.strides, padding: window.padding, dilation: window.dilation)
        },
        convolving("SeparableConv", ["depthwise_kernel", "pointwise_kernel"]) { x, kernels, window in
            let y = depthwiseConvolution(
                x, kernels[0], strides: window.strides, padding: window.padding, dilation: window.dilation)
            return convolution(y, kernels[1])
        },
        convolving("ConvTranspose", ["kernel"]) { x, kernels, window in
            let sizes = x.shape.spatialSizes.enumerated().map { axis, size in
                transposedSize(
                    size, kernel: kernels[0].shape[axis], stride: window.strides[axis], dilation: window.dilation[axis],
                    padding: window.padding, outputPadding: window.outputPadding?[axis])
            }
            return transposedConvolution(
                x, kernels[0], to: sizes, strides: window.strides, padding: window.padding, dilation: window.dilation)
        },
        Entry("ExtractPatches", ["images"]) { try $0.patches() },
        Entry("Unfold", ["x"]) { try $0.unfolded() }, Entry("Fold", ["x"]) { try $0.folded() },
        Entry("ExtractSequences", ["x"]) { arguments in
            let x = try arguments.tensor(0), settings = arguments.settings("sequence_length", "sequence_stride")
            let length = try settings.int("sequence_length"), stride = try settings.int("sequence_stride")
            let size = x.shape.sizes.last ?? 0
            guard length > 0, stride > 0, length <= size else {
                throw MyelinError(.argument, "extract_sequences: \(length) of \(size) samples in steps of \(stride)")
            }
            let places = Swift.stride(from: 0, through: size - length, by: stride).flatMap { start in
                (start..<start + length).map { Int32($0) }
            }
            return x.gathered(Tensor(places, shape: [places.count / length, length]), axis: x.rank - 1)
        },
    ]

    /// What the pooling layer for the operand's rank gives.
    private static func pooling(_ name: String, _ layer: String) -> Entry {
        Entry(name, ["inputs"]) { arguments in
            let x = try arguments.tensor(0)
            var settings = arguments.config.values
            if case .string(let padding)? = settings["padding"] { settings["padding"] = .string(padding.lowercased()) }
            let layer = try Registry.layers.make("\(layer)\(x.rank - 2)D", config: settings)
            if x.dtype == .float64 { layer.dtypePolicy = .float64 }
            return try layer.apply([x], CallContext())[0]
        }
    }

    private struct ConvolutionWindow {
        let strides: [Int]
        let dilation: [Int]
        let padding: Padding
        let outputPadding: [Int]?
    }

    /// A convolution whose kernels are operands.
    private static func convolving(
        _ name: String, _ kernels: [String],
        _ body: @escaping @Sendable (Tensor, [Tensor], ConvolutionWindow) -> Tensor
    ) -> Entry {
        Entry(name, ["inputs"] + kernels) { arguments in
            let settings = arguments.settings("strides", "dilation_rate", "padding", "data_format", "output_padding")
            let format = try settings.dataFormat(), x = try arguments.tensor(0), rank = x.rank - 2
            let tensors = try kernels.indices.map { try arguments.tensor($0 + 1) }
            guard rank >= 1, tensors.allSatisfy({ $0.rank == x.rank }) else {
                throw MyelinError(.shape, "\(name): a kernel \(tensors[0].shape) does not fit an input \(x.shape)")
            }
            let padding = try settings.string("padding", default: "valid").lowercased()
            let window = ConvolutionWindow(
                strides: try settings.axisSizes("strides", rank: rank, default: 1),
                dilation: try settings.axisSizes("dilation_rate", rank: rank, default: 1),
                padding: padding == "same" ? .same : padding == "causal" ? .causal : .valid,
                outputPadding: settings.has("output_padding")
                    ? try settings.axisSizes("output_padding", rank: rank) : nil)
            return format.restored(body(format.channelsLast(x), tensors, window))
        }
    }
}

extension OperationArguments {
    /// The elements of each window side by side, as channels of an image with a place for each window.
    fileprivate func patches() throws -> Tensor {
        let settings = settings("size", "strides", "dilation_rate", "padding", "data_format")
        let format = try settings.dataFormat(), given = try tensor(0)
        let x = format.channelsLast(given.rank == 3 ? given.expanded(at: 0) : given)
        guard x.rank == 4 else {
            throw MyelinError(.shape, "extract_patches: expected images of rank 3 or 4, got \(given.shape)")
        }
        let size = try settings.axisSizes("size", rank: 2)
        let strides = settings.has("strides") ? try settings.axisSizes("strides", rank: 2) : size
        let dilation = try settings.axisSizes("dilation_rate", rank: 2, default: 1)
        let isSame = try settings.string("padding", default: "valid").lowercased() == "same"
        var low = [0, 0, 0, 0], high = low
        for axis in 0..<2 where isSame {
            let room = x.shape[axis + 1], extent = (size[axis] - 1) * dilation[axis] + 1
            let total = max(((room + strides[axis] - 1) / strides[axis] - 1) * strides[axis] + extent - room, 0)
            (low[axis + 1], high[axis + 1]) = (total / 2, total - total / 2)
        }
        let parts = try x.padded(low: low, high: high)
            .windowed(axes: [1, 2], size: size, strides: strides, dilation: dilation)
        let result = format.restored(.concatenated(parts, axis: 3))
        return given.rank == 3 ? result.squeezed(axes: [0]) : result
    }

    private struct Blocks {
        let size: [Int]
        let strides: [Int]
        let dilation: [Int]
        let padding: [Int]
    }

    private func blocks() throws -> Blocks {
        let settings = settings("kernel_size", "stride", "dilation", "padding")
        let blocks = Blocks(
            size: try settings.axisSizes("kernel_size", rank: 2),
            strides: try settings.axisSizes("stride", rank: 2, default: 1),
            dilation: try settings.axisSizes("dilation", rank: 2, default: 1),
            padding: try settings.axisSizes("padding", rank: 2, default: 0))
        guard (blocks.size + blocks.strides + blocks.dilation).allSatisfy({ $0 > 0 }) else {
            throw MyelinError(.argument, "\(config.owner): expected sizes of at least 1, got \(blocks)")
        }
        return blocks
    }

    /// From (batch, channels, height, width) to (batch, channels · window, windows).
    fileprivate func unfolded() throws -> Tensor {
        let x = try tensor(0), blocks = try blocks(), border = [0, 0] + blocks.padding
        guard x.rank == 4 else { throw MyelinError(.shape, "unfold: expected images of rank 4, got \(x.shape)") }
        let parts = try x.padded(low: border, high: border)
            .windowed(axes: [2, 3], size: blocks.size, strides: blocks.strides, dilation: blocks.dilation)
        let all = Tensor.stacked(parts, axis: 2)
        return all.reshaped(to: [x.shape[0], x.shape[1] * parts.count, all.shape[3] * all.shape[4]])
    }

    /// The opposite of `unfolded`; what lies in several windows is summed up.
    fileprivate func folded() throws -> Tensor {
        let x = try tensor(0), blocks = try blocks(), window = blocks.size[0] * blocks.size[1]
        let output = try settings("output_size").axisSizes("output_size", rank: 2)
        let room = (0..<2).map { output[$0] + 2 * blocks.padding[$0] }
        let counts: [Int] = (0..<2).map { axis in
            windowCount(room[axis], blocks.size[axis], blocks.strides[axis], blocks.dilation[axis])
        }
        guard x.rank == 3, x.shape[1] % window == 0, counts[0] * counts[1] == x.shape[2] else {
            throw MyelinError(.shape, "fold: windows \(x.shape) do not make images of \(output)")
        }
        let channels = x.shape[1] / window
        let parts = x.reshaped(to: [x.shape[0], channels, window, counts[0], counts[1]]).unstacked(axis: 2)
        var sum = Tensor.zeros([x.shape[0], channels, room[0], room[1]], dtype: x.dtype)
        for (number, part) in parts.enumerated() {
            let place: [Int] = [number / blocks.size[1], number % blocks.size[1]]
            var low = [0, 0], high = [0, 0], interior = [0, 0]
            for axis in 0..<2 {
                let start = place[axis] * blocks.dilation[axis], stride = blocks.strides[axis]
                low.append(start)
                high.append(room[axis] - start - (counts[axis] - 1) * stride - 1)
                interior.append(stride - 1)
            }
            sum = sum + part.padded(low: low, high: high, interior: interior)
        }
        return sum.sliced(axis: 2, blocks.padding[0]..<blocks.padding[0] + output[0])
            .sliced(axis: 3, blocks.padding[1]..<blocks.padding[1] + output[1])
    }
}

extension Tensor {
    /// For each place in a window what lies there in all windows, the window's last axis first.
    fileprivate func windowed(axes: [Int], size: [Int], strides: [Int], dilation: [Int]) throws -> [Tensor] {
        let counts: [Int] = (0..<2).map { number in
            windowCount(shape[axes[number]], size[number], strides[number], dilation[number])
        }
        guard (size + strides + dilation + counts).allSatisfy({ $0 > 0 }) else {
            throw MyelinError(.shape, "windows of \(size) do not fit into \(shape)")
        }
        func part(_ x: Tensor, _ number: Int, _ place: Int) -> Tensor {
            let start = place * dilation[number]
            return x.sliced(
                axis: axes[number], start..<start + (counts[number] - 1) * strides[number] + 1, step: strides[number])
        }
        return (0..<size[0]).flatMap { row in
            let rows = part(self, 0, row)
            return (0..<size[1]).map { part(rows, 1, $0) }
        }
    }
}

/// How many windows fit along an axis.
private func windowCount(_ room: Int, _ size: Int, _ stride: Int, _ dilation: Int) -> Int {
    let extent = dilation * (size - 1) + 1
    return room < extent ? 0 : (room - extent) / stride + 1
}
