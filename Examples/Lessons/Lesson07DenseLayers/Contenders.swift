import Myelin

/// Networks of different capacity, and ways to keep a large one from learning by heart.
struct Contender {
    let name: String
    let layers: @Sendable () -> [Layer]
    var callbacks: @Sendable () -> [Callback] = { [] }

    static let tooSmall = Contender(name: "2 units") { [Dense(2, activation: .tanh)] }
    static let right = Contender(name: "8 units") { [Dense(8, activation: .tanh)] }
    static let tooLarge = Contender(name: "2 × 128 units") {
        [Dense(128, activation: .relu), Dense(128, activation: .relu)]
    }
    static let stopped = Contender(
        name: "the same, early stopping", layers: tooLarge.layers,
        callbacks: { [EarlyStopping(patience: 100, restoreBestWeights: true)] })
    static let dropped = Contender(name: "the same, dropout") {
        [Dense(128, activation: .relu), Dropout(0.3), Dense(128, activation: .relu), Dropout(0.3)]
    }
    static let normalized = Contender(name: "the same, batch normalization") {
        [
            Dense(128, useBias: false), BatchNormalization(), ActivationLayer(.relu), Dense(128, useBias: false),
            BatchNormalization(), ActivationLayer(.relu),
        ]
    }

    static let all = [tooSmall, right, tooLarge, stopped, dropped, normalized]

    /// Trains it on the noisy wave.
    func train() throws -> (model: Model, history: History) {
        let model = try Sequential([Input(shape: [1])] + layers() + [Dense(1)], seed: 3)
        model.compile(optimizer: Adam(learningRate: 0.01), loss: .mse)
        let history = try model.fit(
            NoisyWave.training.x, NoisyWave.training.y, batchSize: 24, epochs: 1000, verbose: .silent,
            callbacks: callbacks(), validationData: NoisyWave.validation)
        return (model, history)
    }
}
