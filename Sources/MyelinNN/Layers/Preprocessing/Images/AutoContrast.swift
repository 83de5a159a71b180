import MyelinCore

/// Stretches the values of each image to the whole range. Keras: `AutoContrast`. It works outside of training too.
public final class AutoContrast: ImageAugmentation {
    public let valueRange: ClosedRange<Double>
    override var isRandom: Bool { false }
    override var isAlwaysOn: Bool { true }

    /// - Parameter valueRange: the least and the largest value of images.
    public init(
        valueRange: ClosedRange<Double> = 0...255, dataFormat: DataFormat = .channelsLast, name: String? = nil
    ) {
        self.valueRange = valueRange
        super.init(seed: nil, dataFormat: dataFormat, name: name)
    }

    override func augmented(_ x: Tensor, _ draws: ImageDraws) throws -> Tensor {
        let bytes = x.scaled(from: valueRange, to: byteRange)
        // As Keras: the two axes behind the batch, which with the channels first are channels and height.
        let axes = dataFormat == .channelsLast ? [1, 2] : [1, 3]
        let low = bytes.min(axes: axes, keepDimensions: true), high = bytes.max(axes: axes, keepDimensions: true)
        let scale = 255 / (high - low)
        let stretched = (bytes * scale - low * scale).clamped(to: byteRange).scaled(from: byteRange, to: valueRange)
        // Images of one value stay as they are.
        let isFlat = high.lessEqual(low).broadcast(to: x.shape).or(stretched.isNaN())
        return select(isFlat, x, stretched)
    }

    public override var config: ConfigObject {
        super.config.merging(["value_range": ConfigValue(valueRange)]) { $1 }
    }

    init(config: Config) throws {
        valueRange = try config.valueRange()
        super.init(seed: nil, dataFormat: try config.dataFormat(), name: try config.string("name"))
    }
}
