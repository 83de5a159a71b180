import MyelinCore

extension OperationTable {
    /// Operations on images and sequences with channels on the last axis.
    static let images: [Entry] = [
        Entry("MaxPool", ["inputs"]) { arguments in
            let (x, size, strides, padding) = try arguments.pool()
            return maximumPool(x, size: size, strides: strides, padding: padding)
        },
        Entry("AveragePool", ["inputs"]) { arguments in
            let (x, size, strides, padding) = try arguments.pool()
            return averagePool(x, size: size, strides: strides, padding: padding)
        },
        Entry("Resize", ["images"]) { arguments in
            try arguments.requireChannelsLast()
            let settings = arguments.settings(
                "size", "interpolation", "antialias", "crop_to_aspect_ratio", "pad_to_aspect_ratio", "fill_value")
            let size = try settings.ints("size", count: 2)
            return resize(
                try arguments.tensor(0), to: (size[0], size[1]),
                interpolation: try settings.choice("interpolation", default: .bilinear),
                antialias: try settings.bool("antialias", default: false),
                cropToAspectRatio: try settings.bool("crop_to_aspect_ratio", default: false),
                padToAspectRatio: try settings.bool("pad_to_aspect_ratio", default: false),
                fillValue: try settings.double("fill_value", default: 0))
        },
        Entry("RGBToGrayscale", ["images"]) { arguments in
            try arguments.requireChannelsLast()
            let x = try arguments.tensor(0)
            guard x.rank >= 3, x.shape[x.rank - 1] == 3 else {
                throw MyelinError(.shape, "rgb_to_grayscale: expected three channels, got shape \(x.shape)")
            }
            let weights = Tensor([0.2989, 0.5870, 0.1140] as [Float]).cast(to: x.floating.dtype)
            return (x.floating * weights).sum(axes: [-1], keepDimensions: true)
        },
    ]
}

extension OperationArguments {
    fileprivate func requireChannelsLast() throws {
        guard try settings("data_format").string("data_format", default: "channels_last") == "channels_last" else {
            throw MyelinError(.argument, "\(config.owner): channels are expected on the last axis")
        }
    }

    fileprivate func pool() throws -> (x: Tensor, size: [Int], strides: [Int], padding: Padding) {
        try requireChannelsLast()
        let x = try tensor(0), settings = settings("pool_size", "strides", "padding")
        let size = try settings.ints("pool_size", count: settings.isOne("pool_size") ? x.rank - 2 : nil)
        let strides =
            settings.has("strides")
            ? try settings.ints("strides", count: settings.isOne("strides") ? x.rank - 2 : nil) : size
        return (
            x, size, strides, try settings.string("padding", default: "valid").lowercased() == "same" ? .same : .valid
        )
    }
}

extension Config {
    fileprivate func isOne(_ key: String) -> Bool {
        if case .int? = values[key] { true } else { false }
    }
}
