import MyelinCore

/// The mean of each channel over the whole image. Keras: `GlobalAveragePooling2D`.
///
/// - Input shape: (batch, height, width, channels).
/// - Output shape: (batch, channels), or (batch, 1, 1, channels) with `keepDimensions`.
public final class GlobalAveragePooling2D: Layer {
    public let keepsDimensions: Bool

    public init(keepDimensions: Bool = false, name: String? = nil) {
        keepsDimensions = keepDimensions
        super.init(name: name)
    }

    public override func call(_ x: Tensor, _ context: CallContext) throws -> Tensor {
        try requireImages(x.shape)
        return x.mean(axes: [1, 2], keepDimensions: keepsDimensions)
    }

    public override var config: [String: ConfigValue] {
        ["keepdims": .bool(keepsDimensions), "data_format": "channels_last"]
    }

    convenience init(config: Config) throws {
        try config.requireChannelsLast()
        self.init(keepDimensions: try config.bool("keepdims", default: false), name: try config.string("name"))
    }
}
