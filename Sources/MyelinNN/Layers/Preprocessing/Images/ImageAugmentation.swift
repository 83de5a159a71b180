import MyelinCore
import MyelinData

/// A layer that changes images at random while a model is trained, and leaves them as they are when it is used. Keras:
/// `BaseImagePreprocessingLayer`.
///
/// - Input and output shape: (batch, height, width, channels), or channels first.
///
/// What is drawn depends on the model's seed, or the layer's own, alone.
public class ImageAugmentation: SpatialLayer {
    /// What its random numbers depend on; nil for the model's seed.
    public let seed: Int?
    /// Whether it draws random numbers at all.
    var isRandom: Bool { true }
    /// Whether it changes images outside of training too.
    var isAlwaysOn: Bool { false }
    /// Whether images of whole numbers stay such.
    var keepsWholeNumbers: Bool { false }
    private lazy var generator: SeedGenerator = addSeedGenerator(seed: seed)

    init(seed: Int?, dataFormat: DataFormat, name: String?) {
        self.seed = seed
        super.init(dataFormat: dataFormat, name: name)
    }

    /// Throws if the settings cannot be.
    func check() throws {}

    /// The changed images, which have their channels last and are of the layer's own precision.
    func augmented(_ x: Tensor, _ draws: ImageDraws) throws -> Tensor { x }

    override func buildChannelsLast(_ input: Shape) throws {
        try check()
        if isRandom { _ = generator }
    }

    override func callChannelsLast(_ x: Tensor, _ context: CallContext) throws -> Tensor {
        let given = x.dtype, x = x.cast(to: computeDType)
        guard context.training || isAlwaysOn else { return x }
        let result = try augmented(x, ImageDraws(isRandom ? generator : nil, context, x))
        return keepsWholeNumbers && !given.isFloatingPoint ? result.cast(to: given) : result
    }

    public override var config: ConfigObject {
        isRandom ? super.config.merging(["seed": ConfigValue(seed)]) { $1 } : super.config
    }
}

/// The random numbers of one call of an augmentation.
struct ImageDraws {
    private let generator: SeedGenerator?
    private let context: CallContext
    let batch: Int
    private let dtype: DType

    init(_ generator: SeedGenerator?, _ context: CallContext, _ images: Tensor) {
        self.generator = generator
        self.context = context
        batch = images.shape[0]
        dtype = images.dtype
    }

    /// What the next numbers depend on.
    private func next() -> (key: Tensor, counter: Tensor) {
        guard let generator else { preconditionFailure("an augmentation without a random stream draws") }
        let counter = context.value(of: generator.counter)
        context.update(generator.counter, to: counter + 1)
        return (generator.key.value, counter)
    }

    func uniform(_ shape: Shape, _ low: Double = 0, _ high: Double = 1) -> Tensor {
        let (key, counter) = next()
        return Tensor.randomUniform(shape, key: key, counter: counter, minimum: low, maximum: high, dtype: dtype)
    }

    func normal(_ shape: Shape) -> Tensor {
        let (key, counter) = next()
        return Tensor.randomNormal(shape, key: key, counter: counter, dtype: dtype)
    }

    /// A number for each image, of a shape that broadcasts over them.
    func perImage(_ limits: (low: Double, high: Double) = (0, 1)) -> Tensor {
        uniform([batch, 1, 1, 1], limits.low, limits.high)
    }

    /// For each image whether it is meant, with a probability that is drawn from the limits.
    func chance(_ limits: (low: Double, high: Double)) -> Tensor { perImage().less(perImage(limits)) }

    /// `a` for the images that are meant, `b` for the others.
    func choose(_ meant: Tensor, _ a: Tensor, _ b: Tensor) -> Tensor { select(meant.broadcast(to: b.shape), a, b) }

    /// 1 or -1 for each image.
    func signs(_ shape: Shape) -> Tensor { 1 - uniform(shape).greater(0.5).cast(to: dtype) * 2 }

    /// Numbers from Swift code that draws from a stream of its own.
    private func onHost(
        _ name: String, _ count: Int, _ dtype: DType,
        _ fill: @escaping @Sendable (inout RandomStream, HostArray) -> Void
    ) -> Tensor {
        let (key, counter) = next()
        let function = HostFunction(name) { _ in
            ([count], dtype)
        } body: { inputs, output in
            var stream = RandomStream(
                seed: inputs[0].elements(as: UInt64.self)[0], stream: inputs[1].elements(as: UInt64.self)[0])
            fill(&stream, output)
        }
        return function(key, counter)
    }

    /// A stream for choices that are made once, when a step is recorded.
    func recordingStream() -> RandomStream {
        guard let generator else { preconditionFailure("an augmentation without a random stream draws") }
        return RandomStream(seed: generator.key.storage.elements(as: UInt64.self)[0], stream: 1 << 32)
    }

    /// The numbers of the images in a random order.
    func permutation() -> Tensor {
        onHost("permutation", batch, .int32) { stream, output in
            let order = output.elements(as: Int32.self)
            for index in order.indices { order[index] = Int32(index) }
            for index in order.indices.reversed() where index > 0 {
                order.swapAt(index, stream.next(below: index + 1))
            }
        }
    }

    /// Numbers of a Beta distribution with two equal parameters, which are drawn once from limits.
    func beta(_ count: Int, _ limits: (low: Double, high: Double)) -> Tensor {
        onHost("beta", count, .float32) { stream, output in
            let values = output.elements(as: Float.self)
            let alpha = max(limits.low + (limits.high - limits.low) * Double(stream.nextUniform()), 1e-6)
            for index in values.indices {
                let a = stream.nextGammaLogarithm(alpha), b = stream.nextGammaLogarithm(alpha)
                values[index] = Float(1 / (1 + exponential(b - a)))
            }
        }.cast(to: dtype)
    }

    /// Numbers that sum up to 1, of a Dirichlet distribution with equal parameters.
    func dirichlet(_ count: Int, _ alpha: Double) -> Tensor {
        onHost("dirichlet", count, .float32) { stream, output in
            let values = output.elements(as: Float.self)
            let logarithms = values.indices.map { _ in stream.nextGammaLogarithm(alpha) }
            let most = logarithms.max() ?? 0, sum = logarithms.reduce(0) { $0 + exponential($1 - most) }
            for index in values.indices { values[index] = Float(exponential(logarithms[index] - most) / sum) }
        }.cast(to: dtype)
    }
}
