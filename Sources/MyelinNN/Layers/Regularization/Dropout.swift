import MyelinCore

/// Sets a share of its inputs to zero while training, and scales the others up by as much. Keras: `Dropout`.
/// Srivastava et al. 2014.
///
/// - Input and output shape: any.
public class Dropout: NoiseLayer {
    public let rate: Double
    /// The shape of what is chosen at random, with nil where it is the input's; axes of size 1 are dropped as a whole.
    public let noiseShape: [Int?]?

    /// - Parameters:
    ///   - rate: the share that is dropped, from 0 to 1.
    ///   - noiseShape: `[nil, 1, nil]` drops the same features in all steps of a sample; by default each element by
    ///     itself.
    ///   - seed: what the choice depends on; by default the model's seed.
    public init(_ rate: Double, noiseShape: [Int?]? = nil, seed: Int? = nil, name: String? = nil) {
        self.rate = rate
        self.noiseShape = noiseShape
        super.init(seed: seed, name: name)
    }

    override func checkSettings() throws {
        try checkRate(rate)
        guard noiseShape?.allSatisfy({ $0 ?? 1 >= 1 }) ?? true else {
            throw MyelinError(.argument, "noiseShape: expected sizes of at least 1, got \(noiseShape!)")
        }
    }

    override var isNoisy: Bool { rate > 0 }

    /// The shape of what is chosen for an input.
    func drawnShape(_ x: Tensor) throws -> Shape {
        guard let noiseShape else { return x.shape }
        return try x.shape.noise(noiseShape)
    }

    override func noisy(_ x: Tensor, _ random: NoiseSource) throws -> Tensor {
        if rate == 1 { return x * 0 }
        return x * random.kept(try drawnShape(x), rate: rate, as: 1 / (1 - rate))
    }

    public override var config: ConfigObject {
        [
            "rate": .double(rate), "seed": ConfigValue(seed),
            "noise_shape": noiseShape.map { .array($0.map { ConfigValue($0) }) } ?? .null,
        ]
    }

    convenience init(config: Config) throws {
        self.init(
            try config.double("rate"),
            noiseShape: config.has("noise_shape") ? try config.optionalInts("noise_shape") : nil,
            seed: config.seed(), name: try config.string("name"))
    }
}

extension Shape {
    /// The shape of noise for an input of this one, with its sizes where none is given.
    func noise(_ given: [Int?]) throws -> Shape {
        let sizes = given.enumerated().map { $1 ?? ($0 < rank ? self[$0] : 1) }
        guard given.count == rank, zip(sizes, self.sizes).allSatisfy({ $0 == 1 || $0 == $1 }) else {
            throw MyelinError(
                .shape, "noiseShape: expected the sizes of the input \(self) or 1, got \(Shape(sizes))")
        }
        return Shape(sizes)
    }
}
