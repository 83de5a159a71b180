import MyelinCore

/// Sets a share of its inputs to zero while training, and scales the others up by as much. Keras: `Dropout`.
///
/// Srivastava et al. 2014.
public final class Dropout: Layer {
    public let rate: Double
    private let seed: Int?
    private lazy var generator: SeedGenerator = addSeedGenerator(seed: seed)

    /// - Parameters:
    ///   - rate: the share that is dropped, from 0 up to but not including 1.
    ///   - seed: what the choice depends on; by default the model's seed.
    public init(_ rate: Double, seed: Int? = nil, name: String? = nil) {
        self.rate = rate
        self.seed = seed
        super.init(name: name)
    }

    public override func build(_ input: Shape) throws {
        guard (0..<1).contains(rate) else {
            throw MyelinError(.argument, "expected a rate from 0 up to 1, got \(rate)")
        }
        _ = generator
    }

    public override func call(_ x: Tensor, _ context: CallContext) throws -> Tensor {
        guard context.training, rate > 0 else { return x }
        let counter = context.value(of: generator.counter)
        let uniform = Tensor.randomUniform(x.shape, key: generator.key.value, counter: counter)
        context.update(generator.counter, to: counter + 1)
        let scale = Tensor(1 / (1 - rate), x.dtype).broadcast(to: x.shape)
        let kept = select(uniform.greaterEqual(Tensor(rate)), scale, Tensor.zeros(x.shape, dtype: x.dtype))
        return x * kept
    }

    public override var config: [String: ConfigValue] {
        ["rate": .double(rate), "seed": ConfigValue(seed), "noise_shape": .null]
    }

    convenience init(config: Config) throws {
        self.init(
            try config.double("rate"), seed: config.has("seed") ? try config.int("seed") : nil,
            name: try config.string("name"))
    }
}
