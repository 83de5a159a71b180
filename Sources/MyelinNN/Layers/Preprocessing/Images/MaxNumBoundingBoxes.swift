import MyelinCore

/// Limits the number of bounding boxes beside images, and leaves images as they are. Keras: `MaxNumBoundingBoxes`.
///
/// Models take no boxes, so the layer only keeps its place in a network.
public final class MaxNumBoundingBoxes: ImageAugmentation {
    public let maxNumber: Int
    override var isRandom: Bool { false }

    public init(_ maxNumber: Int, dataFormat: DataFormat = .channelsLast, name: String? = nil) {
        self.maxNumber = maxNumber
        super.init(seed: nil, dataFormat: dataFormat, name: name)
    }

    public override var config: ConfigObject { super.config.merging(["max_number": .int(maxNumber)]) { $1 } }

    init(config: Config) throws {
        maxNumber = try config.int("max_number")
        super.init(seed: nil, dataFormat: try config.dataFormat(), name: try config.string("name"))
    }
}
