import MyelinCore

/// Puts noise, or a colour, into a random box of images. Keras: `RandomErasing`.
public final class RandomErasing: ImageAugmentation {
    public let factor: RandomFactor
    public let scale: RandomFactor
    public let fillValue: [Double]?
    public let valueRange: ClosedRange<Double>

    /// - Parameters:
    ///   - factor: the probability, drawn for each image; one number stands for 0 to x.
    ///   - scale: the squares of the box's shares of width and height.
    ///   - fillValue: one number, or one for each of three channels; nil for noise.
    ///   - valueRange: the least and the largest value of images.
    public init(
        _ factor: RandomFactor = 1, scale: RandomFactor = .range(0.02, 0.33), fillValue: [Double]? = nil,
        valueRange: ClosedRange<Double> = 0...255, seed: Int? = nil, dataFormat: DataFormat = .channelsLast,
        name: String? = nil
    ) {
        self.factor = factor
        self.scale = scale
        self.fillValue = fillValue
        self.valueRange = valueRange
        super.init(seed: seed, dataFormat: dataFormat, name: name)
    }

    override func check() throws {
        _ = try factor.limits(in: 0...1)
        _ = try scale.limits("scale", in: 0...1)
        guard [1, 3].contains(fillValue?.count ?? 1) else {
            throw MyelinError(.argument, "fillValue: expected one number or three, got \(fillValue!.count)")
        }
    }

    override func augmented(_ x: Tensor, _ draws: ImageDraws) throws -> Tensor {
        let limits = try scale.limits("scale", in: 0...1)
        let boxes = draws.boxes(x.shape, width: sqrt(draws.perImage(limits)), height: sqrt(draws.perImage(limits)))
        let meant = draws.chance(try factor.limits(in: 0...1))
        let fill: Tensor
        if let fillValue {
            if fillValue.count == 3 { try x.requireChannels([3]) }
            fill = Tensor(fillValue).cast(to: x.dtype).broadcast(to: x.shape)
        } else {
            fill = draws.normal(x.shape) * valueRange.upperBound
        }
        return draws.choose(boxes.and(meant), fill.clamped(to: valueRange), x)
    }

    public override var config: ConfigObject {
        super.config.merging([
            "factor": factor.serialized, "scale": scale.serialized,
            "fill_value": fillValue.map { $0.count == 1 ? .double($0[0]) : ConfigValue($0) } ?? .null,
            "value_range": ConfigValue(valueRange),
        ]) { $1 }
    }

    init(config: Config) throws {
        factor = try config.factor(default: 1)
        scale = try config.factor("scale", default: .range(0.02, 0.33))
        fillValue = try config.doubles("fill_value")
        valueRange = try config.valueRange()
        super.init(
            seed: config.seed(), dataFormat: try config.dataFormat(), name: try config.string("name"))
    }
}
