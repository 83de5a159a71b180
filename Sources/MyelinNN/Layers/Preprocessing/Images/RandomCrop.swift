import MyelinCore

/// Cuts a random part out of images while training, the same of all images of a batch. Keras: `RandomCrop`.
///
/// As Keras, it leaves images as they are when the model is used. Images that are not larger than the part in both
/// directions are resized to it, about their centre.
///
/// - Output shape while training: (batch, height, width, channels).
public final class RandomCrop: ImageAugmentation {
    /// Rows of the output.
    public let height: Int
    /// Columns of the output.
    public let width: Int

    /// - Parameters:
    ///   - height: rows of the output.
    ///   - width: columns of the output.
    ///   - seed: what the places depend on; nil for the model's seed.
    ///   - dataFormat: where the channels stand.
    ///   - name: how the layer is called; by default `random_crop` with a number.
    public init(
        height: Int, width: Int, seed: Int? = nil, dataFormat: DataFormat = .channelsLast, name: String? = nil
    ) {
        self.height = height
        self.width = width
        super.init(seed: seed, dataFormat: dataFormat, name: name)
    }

    override func check() throws {
        try requireCount("height", height)
        try requireCount("width", width)
    }

    override func augmented(_ x: Tensor, _ draws: ImageDraws) throws -> Tensor {
        let size = (height: x.shape[1], width: x.shape[2])
        guard size.height > height, size.width > width else {
            let ratio = Int(Float(size.width * height) / Float(width))
            let top = (size.height - max(min(size.height, ratio), 1)) / 2
            let other = Int(Float(size.height * width) / Float(height))
            let left = (size.width - max(min(size.width, other), 1)) / 2
            let part = x.sliced(axis: 1, top..<min(top + height, size.height))
                .sliced(axis: 2, left..<min(left + width, size.width))
            return resize(part, to: (height: height, width: width))
        }
        func places(_ length: Int, of whole: Int) -> Tensor {
            let start = floor(draws.uniform([1], 0, Double(whole - length + 1))).cast(to: .int32)
            return start + Tensor.range(to: Double(length), dtype: .int32)
        }
        return x.gathered(places(height, of: size.height), axis: 1).gathered(places(width, of: size.width), axis: 2)
    }

    public override var config: ConfigObject {
        super.config.merging(["height": .int(height), "width": .int(width)]) { $1 }
    }

    init(config: Config) throws {
        height = try config.int("height")
        width = try config.int("width")
        super.init(
            seed: config.seed(), dataFormat: try config.dataFormat(), name: try config.string("name"))
    }
}
