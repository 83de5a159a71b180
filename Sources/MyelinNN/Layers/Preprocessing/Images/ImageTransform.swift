import MyelinCore

/// What layers share that move the elements of images to other places.
public class ImageTransform: ImageAugmentation {
    /// What stands where the output lies outside of the image.
    public let fillMode: FillMode
    /// The value there, for the fill mode `.constant`.
    public let fillValue: Double
    /// How values between pixels are found.
    public let interpolation: Interpolation

    /// What all of them are made with.
    struct Options {
        var fillMode = FillMode.reflect
        var fillValue = 0.0
        var interpolation = Interpolation.bilinear
        var seed: Int?
        var dataFormat = DataFormat.channelsLast
        var name: String?
    }

    init(_ options: Options) {
        fillMode = options.fillMode
        fillValue = options.fillValue
        interpolation = options.interpolation
        super.init(seed: options.seed, dataFormat: options.dataFormat, name: options.name)
    }

    override func check() throws {
        guard interpolation == .nearest || interpolation == .bilinear else {
            throw MyelinError(.argument, "interpolation: expected nearest or bilinear, got \(interpolation.rawValue)")
        }
        guard fillMode != .mirror else {
            throw MyelinError(.argument, "fillMode: expected reflect, wrap, constant or nearest, got mirror")
        }
    }

    /// The coefficients of `projectiveTransform` for each image: (batch, 8).
    func transforms(_ draws: ImageDraws, height: Int, width: Int) throws -> Tensor {
        throw MyelinError(.argument, "\(className) does not say how it moves elements")
    }

    override func augmented(_ x: Tensor, _ draws: ImageDraws) throws -> Tensor {
        try check()
        return projectiveTransform(
            x, try transforms(draws, height: x.shape[1], width: x.shape[2]), interpolation: interpolation,
            fillMode: fillMode, fillValue: fillValue)
    }

    public override var config: ConfigObject {
        super.config.merging([
            "fill_mode": .string(fillMode.rawValue), "fill_value": .double(fillValue),
            "interpolation": .string(interpolation.rawValue),
        ]) { $1 }
    }
}

extension Config {
    func imageTransformOptions() throws -> ImageTransform.Options {
        ImageTransform.Options(
            fillMode: try choice("fill_mode", default: .reflect), fillValue: try double("fill_value", default: 0),
            interpolation: try choice("interpolation", default: .bilinear), seed: seed(),
            dataFormat: try dataFormat(), name: try string("name"))
    }
}

/// Columns of numbers (batch, 1) side by side; a number stands for a column of it.
func columns(_ batch: Int, _ columns: [Tensor]) -> Tensor {
    .concatenated(
        columns.map { $0.rank == 0 ? $0.cast(to: .float32).broadcast(to: [batch, 1]) : $0.cast(to: .float32) }, axis: 1)
}
