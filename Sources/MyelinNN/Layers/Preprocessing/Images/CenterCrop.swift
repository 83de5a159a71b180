import MyelinCore

/// The middle of images. Keras: `CenterCrop`.
///
/// Images that are smaller in a direction are resized instead, after the largest part with the new proportions has been cut
/// out of their middle.
///
/// - Input shape: (batch, height, width, channels), or channels first.
/// - Output shape: the same with the new height and width.
public final class CenterCrop: SpatialLayer {
    public let height: Int
    public let width: Int

    public init(height: Int, width: Int, dataFormat: DataFormat = .channelsLast, name: String? = nil) {
        self.height = height
        self.width = width
        super.init(dataFormat: dataFormat, name: name)
    }

    override func buildChannelsLast(_ input: Shape) throws {
        try requireCount("height", height, below: 1 << 24)
        try requireCount("width", width, below: 1 << 24)
        try requirePossible([1, height, width, input[3]])
    }

    override func callChannelsLast(_ x: Tensor, _ context: CallContext) throws -> Tensor {
        let x = x.cast(to: computeDType), top = (x.shape[1] - height) / 2, left = (x.shape[2] - width) / 2
        guard x.shape[1] >= height, x.shape[2] >= width else {
            return resize(x, to: (height: height, width: width), cropToAspectRatio: true)
        }
        return x.sliced(axis: 1, top..<top + height).sliced(axis: 2, left..<left + width)
    }

    public override var config: ConfigObject {
        super.config.merging(["height": .int(height), "width": .int(width)]) { $1 }
    }

    init(config: Config) throws {
        height = try config.int("height")
        width = try config.int("width")
        super.init(dataFormat: try config.dataFormat(), name: try config.string("name"))
    }
}
