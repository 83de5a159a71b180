import MyelinCore

/// Momentum made orthogonal, for matrices; AdamW for all other weights (Jordan et al. 2024). Keras: `Muon`.
///
/// Of a matrix `m = momentum * m + g`, by Nesterov's rule `d = g + momentum * m`, and
/// `w -= learningRate * sqrt(max(rows, columns)) * rmsRate * orthogonal(d)`, where Newton and Schulz' iteration
/// `X = a * X + (b * X Xᵀ + c * (X Xᵀ)²) X` brings all singular values of `d / |d|` near 1. Weights that are no matrices,
/// embeddings, and those that `excludeLayers` names follow Adam's rule.
open class Muon: Optimizer {
    public let adamBeta1: Double
    public let adamBeta2: Double
    /// The weight decay of the weights that follow Adam's rule.
    public let adamWeightDecay: Double?
    public let epsilon: Double
    public let excludeLayers: [String]
    public let excludeEmbeddings: Bool
    /// The iteration's coefficients.
    public let coefficients: (a: Double, b: Double, c: Double)
    public let adamLearningRateRatio: Double
    public let momentum: Double
    public let newtonSchulzSteps: Int
    public let nesterov: Bool
    public let rmsRate: Double?

    /// - Parameters:
    ///   - learningRate: the step size, a number or a schedule.
    ///   - adamBeta1: Adam's beta1.
    ///   - adamBeta2: Adam's beta2.
    ///   - adamWeightDecay: the weight decay of the weights that follow Adam's rule.
    ///   - epsilon: Adam's epsilon.
    ///   - weightDecay: that of matrices; it stands in place of that of `options`.
    ///   - excludeLayers: regular expressions; a matrix in whose path one is found follows Adam's rule.
    ///   - excludeEmbeddings: whether matrices with "embedding" in their path follow Adam's rule.
    ///   - coefficients: the iteration's.
    ///   - adamLearningRateRatio: what the learning rate is multiplied by for Adam's rule.
    ///   - momentum: how much of the gradients' sum a step keeps.
    ///   - newtonSchulzSteps: iterations.
    ///   - nesterov: whether to step ahead by the momentum.
    ///   - rmsRate: the root mean square of a step; nil leaves it as it comes.
    public init(
        learningRate: any LearningRate = 0.001, adamBeta1: Double = 0.9, adamBeta2: Double = 0.999,
        adamWeightDecay: Double? = 0.004, epsilon: Double = 1e-7, weightDecay: Double? = 0.004,
        excludeLayers: [String] = [], excludeEmbeddings: Bool = true,
        coefficients: (a: Double, b: Double, c: Double) = (3.4445, -4.775, 2.0315), adamLearningRateRatio: Double = 1,
        momentum: Double = 0.95, newtonSchulzSteps: Int = 5, nesterov: Bool = true, rmsRate: Double? = 0.2,
        options: OptimizerOptions = OptimizerOptions()
    ) {
        self.adamBeta1 = adamBeta1
        self.adamBeta2 = adamBeta2
        self.adamWeightDecay = adamWeightDecay
        self.epsilon = epsilon
        self.excludeLayers = excludeLayers
        self.excludeEmbeddings = excludeEmbeddings
        self.coefficients = coefficients
        self.adamLearningRateRatio = adamLearningRateRatio
        self.momentum = momentum
        self.newtonSchulzSteps = newtonSchulzSteps
        self.nesterov = nesterov
        self.rmsRate = rmsRate
        var options = options
        options.weightDecay = weightDecay
        super.init(learningRate: learningRate, options: options)
    }

    convenience init(settings: OptimizerSettings) throws {
        let config = settings.config
        // Null means none here, where a missing setting means the default.
        func optional(_ key: String, _ fallback: Double) throws -> Double? {
            config.values[key] == .null ? nil : try config.double(key, default: fallback)
        }
        self.init(
            learningRate: settings.learningRate ?? 0.001, adamBeta1: try config.double("adam_beta_1", default: 0.9),
            adamBeta2: try config.double("adam_beta_2", default: 0.999),
            adamWeightDecay: try optional("adam_weight_decay", 0.004),
            epsilon: try config.double("epsilon", default: 1e-7),
            weightDecay: try optional("weight_decay", 0.004), excludeLayers: try config.strings("exclude_layers"),
            excludeEmbeddings: try config.bool("exclude_embeddings", default: true),
            coefficients: (
                try config.double("muon_a", default: 3.4445), try config.double("muon_b", default: -4.775),
                try config.double("muon_c", default: 2.0315)
            ), adamLearningRateRatio: try config.double("adam_lr_ratio", default: 1),
            momentum: try config.double("momentum", default: 0.95),
            newtonSchulzSteps: try config.int("ns_steps", default: 5),
            nesterov: try config.bool("nesterov", default: true), rmsRate: try optional("rms_rate", 0.2),
            options: settings.options)
    }

    open override var className: String { "Muon" }
    open override var config: ConfigObject {
        [
            "adam_beta_1": .double(adamBeta1), "adam_beta_2": .double(adamBeta2), "epsilon": .double(epsilon),
            "exclude_layers": .array(excludeLayers.map { .string($0) }), "exclude_embeddings": .bool(excludeEmbeddings),
            "muon_a": .double(coefficients.a), "muon_b": .double(coefficients.b), "muon_c": .double(coefficients.c),
            "adam_lr_ratio": .double(adamLearningRateRatio), "momentum": .double(momentum),
            "ns_steps": .int(newtonSchulzSteps), "nesterov": .bool(nesterov),
            "adam_weight_decay": ConfigValue(adamWeightDecay), "rms_rate": ConfigValue(rmsRate),
        ]
    }

    open override func check() throws {
        try super.check()
        guard (0..<1).contains(adamBeta1) else { throw wrong("adamBeta1 from 0 to below 1", adamBeta1) }
        guard (0..<1).contains(adamBeta2) else { throw wrong("adamBeta2 from 0 to below 1", adamBeta2) }
        guard (0...1).contains(momentum) else { throw wrong("momentum from 0 to 1", momentum) }
        guard (0...100).contains(newtonSchulzSteps) else {
            throw wrong("newtonSchulzSteps from 0 to 100", newtonSchulzSteps)
        }
        for pattern in excludeLayers { _ = try PathPattern(pattern, owner: className) }
    }

    /// Whether a weight follows Adam's rule.
    public func followsAdam(_ variable: Variable) -> Bool {
        guard variable.shape.rank == 2 else { return true }
        if excludeEmbeddings, variable.path.lowercased().contains("embedding") { return true }
        return excludeLayers.contains {
            (try? PathPattern($0, owner: className))?.isFound(in: variable.path) ?? false
        }
    }

    /// A second slot is what marks a weight that follows Adam's rule.
    open override func makeSlots(for variable: Variable) -> [Variable] {
        (followsAdam(variable) ? ["momentum", "velocity"] : ["momentum"]).map { slot($0, for: variable) }
    }

    open override func weightDecay(for variable: Variable) -> Double? {
        followsAdam(variable) ? adamWeightDecay : options.weightDecay
    }

    open override func update(
        variable: Tensor, gradient: Tensor, slots: [Tensor], step: OptimizerStep
    ) -> (variable: Tensor, slots: [Tensor]) {
        let dtype = variable.dtype
        let rate = step.learningRate(as: dtype)
        if slots.count == 2 {
            let correction = sqrt(step.correction(adamBeta2, dtype)) / step.correction(adamBeta1, dtype)
            let alpha = rate * adamLearningRateRatio * correction
            let mean = slots[0] + (gradient - slots[0]) * (1 - adamBeta1)
            let velocity = slots[1] + (square(gradient) - slots[1]) * (1 - adamBeta2)
            return (variable - mean * alpha / (sqrt(velocity) + epsilon), [mean, velocity])
        }
        let sum = slots[0] * momentum + gradient
        let direction = orthogonal(nesterov ? sum * momentum + gradient : sum)
        let largestSide = Double(max(variable.shape[0], variable.shape[1]))
        let scale = rmsRate.map { largestSide.squareRoot() * $0 } ?? 1
        return (variable - direction * (rate * scale), [sum])
    }

    /// Newton and Schulz' iteration, on the side on which the products are smaller.
    private func orthogonal(_ x: Tensor) -> Tensor {
        let isTall = x.shape[0] > x.shape[1]
        var x = isTall ? x.transposed() : x
        x = x * (1 / (sqrt(square(x).sum()) + 1e-7))
        for _ in 0..<newtonSchulzSteps {
            let product = matmul(x, x.transposed())
            let polynomial = product * coefficients.b + matmul(product * coefficients.c, product)
            x = x * coefficients.a + matmul(polynomial, x)
        }
        return isTall ? x.transposed() : x
    }
}

extension Config {
    /// A list of texts; empty where the setting is missing or null.
    fileprivate func strings(_ key: String) throws -> [String] {
        guard has(key) else { return [] }
        var result: [String] = []
        if case .array(let elements)? = values[key] {
            result = elements.compactMap { if case .string(let text) = $0 { text } else { nil } }
            if result.count == elements.count { return result }
        }
        throw MyelinError(.file, "\(owner): setting '\(key)': expected a list of texts, got \(values[key]!)")
    }
}
