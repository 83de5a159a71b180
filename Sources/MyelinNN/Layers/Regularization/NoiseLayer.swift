import MyelinCore

/// What the layers have in common that change their input at random while training, and leave it as it is otherwise.
open class NoiseLayer: Layer {
    /// What the choice depends on; nil for the model's seed.
    public let seed: Int?
    private lazy var generator: SeedGenerator = addSeedGenerator(seed: seed)

    init(seed: Int?, name: String?) {
        self.seed = seed
        super.init(name: name)
    }

    public override var supportsMasking: Bool { true }

    public override func build(_ input: Shape) throws {
        try checkSettings()
        if isNoisy { _ = generator }
    }

    /// Throws if a setting is impossible.
    func checkSettings() throws {}

    /// Whether anything is changed at all.
    var isNoisy: Bool { true }

    /// The output while training.
    func noisy(_ x: Tensor, _ random: NoiseSource) throws -> Tensor { x }

    public override func call(_ x: Tensor, _ context: CallContext) throws -> Tensor {
        guard context.training, isNoisy else { return x }
        let counter = context.value(of: generator.counter)
        context.update(generator.counter, to: counter + 1)
        return try noisy(x, NoiseSource(key: generator.key.value, counter: counter, dtype: x.dtype))
    }

    /// Throws if a share is none.
    func checkRate(_ rate: Double) throws {
        guard (0...1).contains(rate) else {
            throw MyelinError(.argument, "expected a rate from 0 to 1, got \(rate)")
        }
    }
}

/// One draw from a layer's random stream.
struct NoiseSource {
    let key: Tensor
    let counter: Tensor
    let dtype: DType

    /// 1 where an element is kept, 0 for a share of `rate` of them.
    func kept(_ shape: Shape, rate: Double, as value: Double = 1) -> Tensor {
        let uniform = Tensor.randomUniform(shape, key: key, counter: counter)
        return select(
            uniform.greaterEqual(Tensor(rate)), Tensor(value, dtype).broadcast(to: shape),
            Tensor.zeros(shape, dtype: dtype))
    }

    func normal(_ shape: Shape, mean: Double, standardDeviation: Double) -> Tensor {
        .randomNormal(
            shape, key: key, counter: counter, mean: mean, standardDeviation: standardDeviation, dtype: dtype)
    }
}
