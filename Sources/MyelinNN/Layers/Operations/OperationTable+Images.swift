import MyelinCore

extension OperationTable {
    /// Operations on images.
    static let images: [Entry] = [
        image("Resize") { x, arguments in
            let settings = arguments.settings(
                "size", "interpolation", "antialias", "crop_to_aspect_ratio", "pad_to_aspect_ratio", "fill_value")
            let size = try settings.ints("size", count: 2)
            return resize(
                x, to: (size[0], size[1]), interpolation: try settings.choice("interpolation", default: .bilinear),
                antialias: try settings.bool("antialias", default: false),
                cropToAspectRatio: try settings.bool("crop_to_aspect_ratio", default: false),
                padToAspectRatio: try settings.bool("pad_to_aspect_ratio", default: false),
                fillValue: try settings.double("fill_value", default: 0))
        },
        image("RGBToGrayscale") { x, _ in
            try x.requireChannels([3])
            return x.floating.grayscale()
        },
        image("RGBToHSV") { x, _ in
            try x.requireChannels([3])
            return x.hsv()
        },
        image("HSVToRGB") { x, _ in
            try x.requireChannels([3])
            return x.rgb()
        },
        image("PadImages") { x, arguments in
            let (top, bottom, left, right) = try arguments.borders("padding", x, growing: true)
            return x.padded(low: [0, top, left, 0], high: [0, bottom, right, 0])
        },
        image("CropImages") { x, arguments in
            let (top, bottom, left, right) = try arguments.borders("cropping", x, growing: false)
            return x.sliced(axis: 1, top..<x.shape[1] - bottom).sliced(axis: 2, left..<x.shape[2] - right)
        },
        image("GaussianBlur") { x, arguments in
            let settings = arguments.settings("kernel_size", "sigma")
            let deviations = try settings.doubles("sigma") ?? [1, 1]
            let size = try settings.axisSizes("kernel_size", rank: 2, default: 3)
            guard deviations.count == 2, deviations.allSatisfy({ $0 > 0 }) else {
                throw MyelinError(.argument, "gaussian_blur: expected two numbers sigma above 0, got \(deviations)")
            }
            return x.blurred(size, deviations.map { Tensor($0, x.dtype).reshaped(to: [1]) })
        },
        Entry("DepthToSpace", ["x"]) { arguments in
            let (x, block, format) = try arguments.blocks(), (height, width) = (x.shape[1], x.shape[2])
            let depth = x.shape[3] / (block * block)
            guard depth * block * block == x.shape[3] else {
                throw MyelinError(.shape, "depth_to_space: blocks of \(block) of shape \(x.shape)")
            }
            let apart = x.reshaped(to: [x.shape[0], height, width, block, block, depth])
            return format.restored(
                apart.transposed([0, 1, 3, 2, 4, 5]).reshaped(to: [x.shape[0], height * block, width * block, depth]))
        },
        Entry("SpaceToDepth", ["x"]) { arguments in
            let (x, block, format) = try arguments.blocks(), height = x.shape[1] / block, width = x.shape[2] / block
            guard height * block == x.shape[1], width * block == x.shape[2] else {
                throw MyelinError(.shape, "space_to_depth: blocks of \(block) of shape \(x.shape)")
            }
            let depth = x.shape[3], apart = x.reshaped(to: [x.shape[0], height, block, width, block, depth])
            return format.restored(
                apart.transposed([0, 1, 3, 2, 4, 5]).reshaped(to: [x.shape[0], height, width, block * block * depth]))
        },
    ]

    /// A function of images with their channels last; of one image as of a batch.
    private static func image(
        _ name: String, _ body: @escaping @Sendable (Tensor, OperationArguments) throws -> Tensor
    ) -> Entry {
        Entry(name, ["images"]) { arguments in
            let given = try arguments.tensor(0), format = try arguments.settings("data_format").dataFormat()
            guard (3...4).contains(given.rank) else {
                throw MyelinError(.shape, "\(name): expected images of rank 3 or 4, got \(given.shape)")
            }
            let x = format.channelsLast(given.rank == 3 ? given.expanded(at: 0) : given)
            let result = format.restored(try body(x, arguments))
            return given.rank == 3 ? result.squeezed(axes: [0]) : result
        }
    }
}

extension OperationArguments {
    fileprivate func blocks() throws -> (x: Tensor, block: Int, format: DataFormat) {
        let settings = settings("block_size", "data_format"), format = try settings.dataFormat()
        let x = format.channelsLast(try tensor(0)), block = try settings.int("block_size")
        guard x.rank == 4, block > 0 else {
            throw MyelinError(.shape, "\(config.owner): expected images of rank 4, got \(x.shape)")
        }
        return (x, block, format)
    }

    /// What is added or taken away at the four sides; of two that are opposite one may follow from the size that is wanted.
    fileprivate func borders(
        _ what: String, _ x: Tensor, growing: Bool
    ) throws -> (top: Int, bottom: Int, left: Int, right: Int) {
        func pair(_ first: String, _ second: String, _ target: String, _ size: Int) throws -> (Int, Int) {
            let keys = ["\(first)_\(what)", "\(second)_\(what)", "target_\(target)"]
            let settings = settings(keys[0], keys[1], keys[2])
            let change = try settings.optionalInt(keys[2]).map { growing ? $0 - size : size - $0 }
            let low = try settings.optionalInt(keys[0]), high = try settings.optionalInt(keys[1])
            guard let first = low ?? change.flatMap({ change in high.map { change - $0 } }),
                let second = high ?? change.flatMap({ change in low.map { change - $0 } }),
                first >= 0, second >= 0, growing || first + second <= size
            else { throw MyelinError(.argument, "\(config.owner): \(what) does not fit an image of \(x.shape)") }
            return (first, second)
        }
        let (top, bottom) = try pair("top", "bottom", "height", x.shape[1])
        let (left, right) = try pair("left", "right", "width", x.shape[2])
        return (top, bottom, left, right)
    }
}
