import MyelinCore

/// Divides the kernel of a layer by its largest singular value in each training step, so that the layer stretches nothing.
/// Keras: `SpectralNormalization`. Miyato et al. 2018.
///
///     SpectralNormalization(Dense(64))
///
/// The singular value is found by power iteration, which goes on from step to step.
///
/// - Input and output shape: those of the layer inside, which must have a kernel or a table of embeddings.
/// - Weights: those of the layer inside, and vector_u (1, last axis of the kernel; not trained).
public final class SpectralNormalization: Wrapper {
    public let powerIterations: Int
    private var kernel: Variable!
    private var vectorU: Variable!

    /// - Parameter powerIterations: rounds in each step, at least 1.
    public init(_ layer: Layer, powerIterations: Int = 1, name: String? = nil) {
        self.powerIterations = powerIterations
        super.init(layer, name: name)
    }

    public override func build(_ inputs: [Shape]) throws {
        guard (1...100).contains(powerIterations) else {
            throw MyelinError(.argument, "expected powerIterations from 1 to 100, got \(powerIterations)")
        }
        layer.dtypePolicy = dtypePolicy
        try super.build(inputs)
        let names = ["kernel", "embeddings"]
        guard let found = names.lazy.compactMap({ self.layer.weight(named: $0) }).first, found.shape.rank >= 2 else {
            throw MyelinError(.argument, "\(layer.className) has neither a kernel nor embeddings")
        }
        kernel = found
        vectorU = addWeight(
            "vector_u", shape: [1, found.shape[found.shape.rank - 1]],
            initializer: TruncatedNormal(standardDeviation: 0.02), trainable: false, dtype: found.dtype)
    }

    // Keras' file has the kernel with both layers.
    public override var storedWeights: [Variable] { [kernel, vectorU].compactMap { $0 } }

    public override func call(
        _ inputs: [Tensor], _ arguments: CallArguments, _ context: CallContext
    ) throws -> [Tensor] {
        guard context.training else { return try layer.apply(inputs, context, arguments) }
        let old = kernel.value
        let (normalized, u) = normalizedKernel(context.value(of: kernel).stoppingGradient(), context.value(of: vectorU))
        context.update(kernel, to: normalized)
        context.update(vectorU, to: u)
        // The new kernel's values, with the old one's place in the gradient.
        return try kernel.taken(for: normalized + (old - old.stoppingGradient())) {
            try layer.apply(inputs, context, arguments)
        }
    }

    private func normalizedKernel(_ kernel: Tensor, _ vectorU: Tensor) -> (kernel: Tensor, u: Tensor) {
        func unit(_ x: Tensor) -> Tensor { x * minimum(rsqrt(square(x).sum()), Tensor(1e7, x.dtype)) }
        let matrix = kernel.reshaped(to: [-1, kernel.shape[kernel.rank - 1]])
        var u = vectorU, v = vectorU
        for _ in 0..<powerIterations {
            v = unit(matmul(u, matrix.transposed()))
            u = unit(matmul(v, matrix))
        }
        let largest = matmul(matmul(v, matrix), u.transposed()).reshaped(to: [])
        // A kernel of zeros stays as it is.
        let isZero = kernel.equal(Tensor(0, kernel.dtype)).all()
        return (select(isZero, kernel, kernel / largest), select(isZero, vectorU, u))
    }

    public override var config: ConfigObject {
        super.config.merging(["power_iterations": .int(powerIterations)]) { $1 }
    }

    public override init(config: Config) throws {
        powerIterations = try config.int("power_iterations", default: 1)
        try super.init(config: config)
    }
}

extension Layer {
    /// Its own weight of a name.
    fileprivate func weight(named name: String) -> Variable? {
        ownWeights.first { $0.variable.name == name }?.variable
    }
}
