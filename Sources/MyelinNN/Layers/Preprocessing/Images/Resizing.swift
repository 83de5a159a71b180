import MyelinCore

/// Images of another size. Keras: `Resizing`.
///
/// - Input shape: (batch, height, width, channels), or channels first.
/// - Output shape: the same with the new height and width.
public final class Resizing: SpatialLayer {
    /// Rows of the output.
    public let height: Int
    /// Columns of the output.
    public let width: Int
    public let interpolation: Interpolation
    public let cropToAspectRatio: Bool
    public let padToAspectRatio: Bool
    public let fillValue: Double
    public let antialias: Bool

    /// - Parameters:
    ///   - interpolation: how elements are combined.
    ///   - cropToAspectRatio: whether the largest part with the new proportions is cut out of the middle first.
    ///   - padToAspectRatio: whether the image is padded to the new proportions first.
    ///   - fillValue: what it is padded with.
    ///   - antialias: whether all elements that an output covers have a share in it when the image shrinks.
    public init(
        height: Int, width: Int, interpolation: Interpolation = .bilinear, cropToAspectRatio: Bool = false,
        padToAspectRatio: Bool = false, fillValue: Double = 0, antialias: Bool = false,
        dataFormat: DataFormat = .channelsLast, name: String? = nil
    ) {
        self.height = height
        self.width = width
        self.interpolation = interpolation
        self.cropToAspectRatio = cropToAspectRatio
        self.padToAspectRatio = padToAspectRatio
        self.fillValue = fillValue
        self.antialias = antialias
        super.init(dataFormat: dataFormat, name: name)
    }

    override func buildChannelsLast(_ input: Shape) throws {
        try requireCount("height", height, below: 1 << 24)
        try requireCount("width", width, below: 1 << 24)
        try requirePossible([1, height, width, input[3]])
    }

    override func callChannelsLast(_ x: Tensor, _ context: CallContext) throws -> Tensor {
        let resized = resize(
            x.cast(to: computeDType), to: (height: height, width: width), interpolation: interpolation,
            antialias: antialias, cropToAspectRatio: cropToAspectRatio, padToAspectRatio: padToAspectRatio,
            fillValue: fillValue)
        guard !x.dtype.isFloatingPoint else { return resized }
        // Whole numbers stay whole numbers, as in Keras; what swings over the range of bytes is cut off.
        let whole = round(resized)
        return (x.dtype == .uint8 ? clip(whole, min: 0, max: 255) : whole).cast(to: x.dtype)
    }

    public override var config: ConfigObject {
        super.config.merging([
            "height": .int(height), "width": .int(width), "interpolation": .string(interpolation.rawValue),
            "crop_to_aspect_ratio": .bool(cropToAspectRatio), "pad_to_aspect_ratio": .bool(padToAspectRatio),
            "fill_mode": "constant", "fill_value": .double(fillValue), "antialias": .bool(antialias),
        ]) { $1 }
    }

    init(config: Config) throws {
        height = try config.int("height")
        width = try config.int("width")
        interpolation = try config.choice("interpolation", default: .bilinear)
        cropToAspectRatio = try config.bool("crop_to_aspect_ratio", default: false)
        padToAspectRatio = try config.bool("pad_to_aspect_ratio", default: false)
        let mode = try config.string("fill_mode", default: "constant")
        guard mode == "constant" else {
            throw MyelinError(.file, "\(config.owner): fill_mode: expected constant, got '\(mode)'")
        }
        fillValue = try config.double("fill_value", default: 0)
        antialias = try config.bool("antialias", default: false)
        super.init(dataFormat: try config.dataFormat(), name: try config.string("name"))
    }
}
