import MyelinCore

/// Adam's mean of squares kept as its row and column means alone (Shazeer & Stern 2018). Keras: `Adafactor`.
///
/// With `s = g² + epsilon1` and `b = 1 - t^beta2Decay` in step t: of weights with two axes or more the means of s over the
/// last axis (r) and over the one before (c) are averaged with b, and `v = r / mean(r) * c`; of others
/// `v = b * v + (1 - b) * s`. Then `u = g / sqrt(v)`, `û = u / max(1, rms(u) / clipThreshold)` and
/// `w -= max(epsilon2, rms(w)) * min(learningRate, 1 / sqrt(t)) * û`.
open class Adafactor: Optimizer {
    public let beta2Decay: Double
    public let epsilon1: Double
    public let epsilon2: Double
    public let clipThreshold: Double
    public let relativeStep: Bool

    /// - Parameters:
    ///   - learningRate: the step size, a number or a schedule.
    ///   - beta2Decay: how fast the means forget less, a negative power of the step.
    ///   - epsilon1: added to the squared gradients.
    ///   - epsilon2: the least scale of a weight.
    ///   - clipThreshold: largest root mean square of a step, before it is scaled.
    ///   - relativeStep: kept for Keras' files; the step size falls with the root of the step in any case.
    public init(
        learningRate: any LearningRate = 0.001, beta2Decay: Double = -0.8, epsilon1: Double = 1e-30,
        epsilon2: Double = 1e-3, clipThreshold: Double = 1, relativeStep: Bool = true,
        options: OptimizerOptions = OptimizerOptions()
    ) {
        self.beta2Decay = beta2Decay
        self.epsilon1 = epsilon1
        self.epsilon2 = epsilon2
        self.clipThreshold = clipThreshold
        self.relativeStep = relativeStep
        super.init(learningRate: learningRate, options: options)
    }

    convenience init(settings: OptimizerSettings) throws {
        let config = settings.config
        self.init(
            learningRate: settings.learningRate ?? 0.001,
            beta2Decay: try config.double("beta_2_decay", default: -0.8),
            epsilon1: try config.double("epsilon_1", default: 1e-30),
            epsilon2: try config.double("epsilon_2", default: 1e-3),
            clipThreshold: try config.double("clip_threshold", default: 1),
            relativeStep: try config.bool("relative_step", default: true), options: settings.options)
    }

    open override var className: String { "Adafactor" }
    open override var config: ConfigObject {
        [
            "beta_2_decay": .double(beta2Decay), "epsilon_1": .double(epsilon1), "epsilon_2": .double(epsilon2),
            "clip_threshold": .double(clipThreshold), "relative_step": .bool(relativeStep),
        ]
    }

    open override func check() throws {
        try super.check()
        guard clipThreshold > 0 else { throw wrong("clipThreshold above 0", clipThreshold) }
    }

    /// Row means, column means, and the mean of squares. Keras keeps two whole numbers in place of the first two of a vector.
    open override func makeSlots(for variable: Variable) -> [Variable] {
        let sizes = variable.shape.sizes, rank = sizes.count
        func part(_ sizes: [Int]) -> Variable {
            let type = rank < 2 ? TensorType([], .int32) : TensorType(Shape(sizes), variable.dtype)
            return Variable(zeros: type, name: variable.name, trainable: false)
        }
        return [
            part(sizes.dropLast()), part(sizes.dropLast(2) + sizes.suffix(1)), slot("velocity", for: variable),
        ]
    }

    open override func update(
        variable: Tensor, gradient: Tensor, slots: [Tensor], step: OptimizerStep
    ) -> (variable: Tensor, slots: [Tensor]) {
        let dtype = variable.dtype
        let number = step.number(as: dtype)
        let rate = minimum(step.learningRate(as: dtype), rsqrt(number))
        let forget = power(number, Tensor(beta2Decay, dtype))
        let squares = square(gradient) + epsilon1
        func averaged(_ mean: Tensor, _ new: Tensor) -> Tensor { mean + (new - mean) * forget }

        var new = slots
        if variable.rank >= 2 {
            let rows = averaged(slots[0], squares.mean(axes: [-1]))
            let columns = averaged(slots[1], squares.mean(axes: [-2]))
            let share = rows / rows.mean(axes: [-1], keepDimensions: true)
            new = [rows, columns, share.expanded(at: -1) * columns.expanded(at: -2)]
        } else {
            new[2] = averaged(slots[2], squares)
        }
        let change = gradient * rsqrt(new[2])
        let scale = maximum(rootMeanSquare(variable), Tensor(epsilon2, dtype)) * rate
        let limit = maximum(rootMeanSquare(change) * (1 / clipThreshold), Tensor(1, dtype))
        return (variable - change * (scale / limit), new)
    }

    private func rootMeanSquare(_ x: Tensor) -> Tensor { sqrt(square(x).mean()) }
}

extension Optimizer {
    /// Adafactor with a learning rate of 0.001.
    public static var adafactor: Optimizer { Adafactor() }
    /// Adafactor with a learning rate of one's own.
    public static func adafactor(learningRate: any LearningRate) -> Optimizer { Adafactor(learningRate: learningRate) }
}
