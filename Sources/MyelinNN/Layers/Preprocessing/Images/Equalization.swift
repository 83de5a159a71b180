import MyelinCore

/// Spreads the values of images so that all occur about as often, while training. Keras: `Equalization`.
///
/// As Keras, each channel of a batch has one histogram for all images. It has no gradient.
public final class Equalization: ImageAugmentation {
    public let bins: Int
    public let valueRange: ClosedRange<Double>
    override var isRandom: Bool { false }

    /// - Parameters:
    ///   - valueRange: the least and the largest value of images.
    ///   - bins: the number of values that are told apart.
    public init(
        valueRange: ClosedRange<Double> = 0...255, bins: Int = 256, dataFormat: DataFormat = .channelsLast,
        name: String? = nil
    ) {
        self.bins = bins
        self.valueRange = valueRange
        super.init(seed: nil, dataFormat: dataFormat, name: name)
    }

    override func check() throws { try requireCount("bins", bins, below: 1 << 24) }

    override func augmented(_ x: Tensor, _ draws: ImageDraws) throws -> Tensor {
        let bins = bins
        let function = HostFunction("equalize") {
            ($0[0].shape, .float32)
        } body: { inputs, output in
            let channels = inputs[0].shape[3], from = inputs[0].elements(as: Float.self)
            let to = output.elements(as: Float.self)
            for channel in 0..<channels {
                let places = stride(from: channel, to: from.count, by: channels)
                let table = Self.table(places.lazy.map { from[$0] }, bins)
                for place in places {
                    to[place] = table.map { $0[Self.bin(from[place] / 255 * Float(bins - 1), bins)] } ?? from[place]
                }
            }
        }
        let bytes = x.scaled(from: valueRange, to: byteRange).cast(to: .float32)
        return function(bytes).scaled(from: byteRange, to: valueRange).cast(to: x.dtype)
    }

    private static func bin(_ value: Float, _ bins: Int) -> Int {
        value.isNaN ? 0 : Int(min(max(value, 0), Float(bins - 1)))
    }

    /// The new value of each bin; nil where all values lie in one.
    private static func table(_ values: some Sequence<Float>, _ bins: Int) -> [Float]? {
        var counts = [Int](repeating: 0, count: bins)
        for value in values { counts[bin(value * Float(bins - 1) / 255, bins)] += 1 }
        guard counts.count(where: { $0 > 0 }) > 1, let least = counts.first(where: { $0 > 0 }) else { return nil }
        var sum = 0
        let rest = Double(counts.reduce(0, +) - least)
        return counts.map { count in
            sum += count
            return Float(min(max((Double((sum - least) * 255) / rest).rounded(.toNearestOrEven), 0), 255))
        }
    }

    public override var config: ConfigObject {
        super.config.merging(["bins": .int(bins), "value_range": ConfigValue(valueRange)]) { $1 }
    }

    init(config: Config) throws {
        bins = try config.int("bins", default: 256)
        valueRange = try config.valueRange()
        super.init(seed: nil, dataFormat: try config.dataFormat(), name: try config.string("name"))
    }
}
