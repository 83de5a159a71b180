import MyelinCore

/// Half a wave of the cosine again and again, each `tMul` times as long as the last one and `mMul` times as high (Loshchilov
/// & Hutter 2016). Keras: `CosineDecayRestarts`.
public struct CosineDecayRestarts: LearningRateSchedule {
    public static let className = "CosineDecayRestarts"
    public let initialLearningRate: Double
    public let firstDecaySteps: Double
    public let tMul: Double
    public let mMul: Double
    public let alpha: Double
    /// Kept for Keras' files; it changes nothing.
    public let name: String

    /// - Parameters:
    ///   - initialLearningRate: the first step size.
    ///   - firstDecaySteps: batches until it rises again for the first time.
    ///   - tMul: how many times as long each decay is as the last one.
    ///   - mMul: how many times as large it begins.
    ///   - alpha: the least step size, as a share of the first.
    public init(
        initialLearningRate: Double, firstDecaySteps: Double, tMul: Double = 2, mMul: Double = 1, alpha: Double = 0,
        name: String = "SGDRDecay"
    ) {
        self.initialLearningRate = initialLearningRate
        self.firstDecaySteps = firstDecaySteps
        self.tMul = tMul
        self.mMul = mMul
        self.alpha = alpha
        self.name = name
    }

    public init(config: Config) throws {
        self.init(
            initialLearningRate: try config.double("initial_learning_rate"),
            firstDecaySteps: try config.double("first_decay_steps"), tMul: try config.double("t_mul", default: 2),
            mMul: try config.double("m_mul", default: 1), alpha: try config.double("alpha", default: 0),
            name: try config.string("name", default: "SGDRDecay"))
    }

    public var config: ConfigObject {
        [
            "initial_learning_rate": .double(initialLearningRate), "first_decay_steps": .steps(firstDecaySteps),
            "t_mul": .double(tMul), "m_mul": .double(mMul), "alpha": .double(alpha), "name": .string(name),
        ]
    }

    public func check() throws {
        try requirePositive("firstDecaySteps", firstDecaySteps)
        try requirePositive("tMul", tMul)
    }

    public func callAsFunction(_ step: Tensor) -> Tensor {
        let progress = step.cast(to: .float32) / firstDecaySteps
        let restarts: Tensor, share: Tensor
        if tMul == 1 {
            restarts = floor(progress)
            share = progress - restarts
        } else {
            // The decays' lengths are a geometric series, of which so many parts are over.
            restarts = floor(log(1 - progress * (1 - tMul)) / log(Tensor(tMul)))
            let length = power(Tensor(tMul), restarts)
            share = (progress - (1 - length) / (1 - tMul)) / length
        }
        let height = power(Tensor(mMul), restarts) * 0.5
        let wave = height * (1 + cos(share * Double.pi))
        return (wave * (1 - alpha) + alpha) * initialLearningRate
    }
}
