import MyelinCore

/// Enlarges images by whole factors. Keras: `UpSampling2D`.
///
/// - Input shape: (batch, height, width, channels), or (batch, channels, height, width) with the channels first.
/// - Output shape: (batch, size · height, size · width, channels).
public final class UpSampling2D: UpSampling {
    override class var spatialRank: Int { 2 }

    public let interpolation: Interpolation

    /// - Parameters:
    ///   - size: the factors of height and width: one number, or a list of two.
    ///   - dataFormat: where the channels stand.
    ///   - interpolation: how the new elements are made from the old; `.nearest` repeats them.
    public init(
        _ size: any AxisSizes = 2, dataFormat: DataFormat = .channelsLast, interpolation: Interpolation = .nearest,
        name: String? = nil
    ) {
        self.interpolation = interpolation
        super.init(size, dataFormat: dataFormat, name: name)
    }

    override init(config: Config) throws {
        interpolation = try config.choice("interpolation", default: .nearest)
        try super.init(config: config)
    }

    public override func call(_ x: Tensor, _ context: CallContext) throws -> Tensor {
        guard interpolation != .nearest else { return try super.call(x, context) }
        try requireImages(x.shape)
        let output = dataFormat.channelsLast(try outputShape(x.shape))
        return dataFormat.restored(
            resize(
                dataFormat.channelsLast(x), to: (height: output[1], width: output[2]), interpolation: interpolation))
    }

    public override var config: ConfigObject {
        super.config.merging(["interpolation": .string(interpolation.rawValue)]) { $1 }
    }
}
