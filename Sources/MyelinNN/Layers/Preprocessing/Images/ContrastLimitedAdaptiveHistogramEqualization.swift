import MyelinCore

/// Spreads the values of each part of an image, without making much of noise. Keras:
/// `ContrastLimitedAdaptiveHistogramEqualization`. It works outside of training too. Zuiderveld 1994.
///
/// The image is divided into tiles; each has a histogram whose counts above a limit are shared out among all bins, and what
/// it makes of values blends into what its neighbours do. It has no gradient.
public final class ContrastLimitedAdaptiveHistogramEqualization: ImageAugmentation {
    public let valueRange: ClosedRange<Double>
    public let clipLimit: Double
    public let tileGridSize: [Int]
    override var isRandom: Bool { false }
    override var isAlwaysOn: Bool { true }
    override var keepsWholeNumbers: Bool { true }

    /// - Parameters:
    ///   - valueRange: the least and the largest value of images.
    ///   - clipLimit: the most that a bin may hold, as a multiple of what it would if all were equal; 0 sets no limit.
    ///   - tileGridSize: how many tiles there are from top to bottom and from left to right.
    public init(
        valueRange: ClosedRange<Double> = 0...255, clipLimit: Double = 4, tileGridSize: any AxisSizes = 8,
        dataFormat: DataFormat = .channelsLast, name: String? = nil
    ) {
        self.valueRange = valueRange
        self.clipLimit = clipLimit
        self.tileGridSize = tileGridSize.sizes(rank: 2)
        super.init(seed: nil, dataFormat: dataFormat, name: name)
    }

    override func check() throws {
        guard tileGridSize.count == 2, tileGridSize.allSatisfy({ (1...1 << 12).contains($0) }), clipLimit.isFinite
        else {
            throw MyelinError(
                .argument, "expected two numbers of tiles of at least 1, and a limit, got \(tileGridSize), \(clipLimit)"
            )
        }
    }

    override func augmented(_ x: Tensor, _ draws: ImageDraws) throws -> Tensor {
        let limit = clipLimit, grid = (rows: tileGridSize[0], columns: tileGridSize[1])
        let function = HostFunction("clahe") {
            ($0[0].shape, .float32)
        } body: { inputs, output in
            let shape = inputs[0].shape, channels = shape[3], step = shape[1] * shape[2] * channels
            for start in 0..<shape[0] {
                for channel in 0..<channels {
                    let tiles = ContrastTiles(height: shape[1], width: shape[2], grid: grid, clipLimit: limit)
                    tiles.equalize(
                        from: inputs[0].elements(as: Float.self), to: output.elements(as: Float.self),
                        first: start * step + channel, stride: channels)
                }
            }
        }
        let bytes = x.scaled(from: valueRange, to: byteRange).cast(to: .float32)
        return function(bytes).scaled(from: byteRange, to: valueRange).cast(to: x.dtype)
    }

    public override var config: ConfigObject {
        super.config.merging([
            "value_range": ConfigValue(valueRange), "clip_limit": .double(clipLimit),
            "tile_grid_size": ConfigValue(tileGridSize),
        ]) { $1 }
    }

    init(config: Config) throws {
        valueRange = try config.valueRange()
        clipLimit = try config.double("clip_limit", default: 4)
        tileGridSize = try config.axisSizes("tile_grid_size", rank: 2, default: 8)
        super.init(seed: nil, dataFormat: try config.dataFormat(), name: try config.string("name"))
    }
}
