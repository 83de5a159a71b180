import Myelin

extension Lesson {
    static let denseLayers = Lesson(
        7, "Dense layers: as much capacity as the data can bear",
        aim: "See a network learn too little and too much, and what helps against it."
    ) { output in
        try linearUnit(output)
        let (results, curves) = try compare(output)
        try output.picture("lesson07-fits") { try Pictures07.fits(results).write(to: $0) }
        try output.picture("lesson07-overfitting") { try Pictures07.overfitting(curves).write(to: $0) }
    }

    private static func linearUnit(_ output: LessonOutput) throws {
        output.heading("The linear unit: which line goes through (−1, −3), (0, −1), (1, 1), (2, 3), (3, 5), (4, 7)?")
        let x: Tensor = [[-1], [0], [1], [2], [3], [4]], y: Tensor = [[-3], [-1], [1], [3], [5], [7]]
        let model = try Sequential(seed: 1) {
            Input(shape: [1])
            Dense(1)
        }
        model.compile(optimizer: SGD(learningRate: 0.05), loss: .mse)
        try model.fit(x, y, batchSize: 6, epochs: 500, verbose: .silent)
        let weights = try model.getWeights().map { Double(try $0.scalars(Float.self)[0]) }
        output.number("slope", weights[0], digits: 3)
        output.number("height at 0", weights[1], digits: 3)
        output.number("its answer for 10", Double(try model.predict([[10]]).scalars(Float.self)[0]), digits: 2)
    }

    /// Trains the contenders, and keeps the models for the pictures.
    private static func compare(_ output: LessonOutput) throws -> ([(name: String, model: Model)], History) {
        output.heading("24 noisy points of a wave; 200 others to check with (the noise alone makes an error of 0.12)")
        output.row(("network", 32), ("parameters", -10), ("epochs", -9), ("training", -11), ("validation", -13))
        var results: [(name: String, model: Model)] = []
        var curves = History()
        for contender in Contender.all {
            let (model, history) = try contender.train()
            let training = try model.evaluate(NoisyWave.training.x, NoisyWave.training.y)["loss"]!
            let validation = try model.evaluate(NoisyWave.validation.x, NoisyWave.validation.y)["loss"]!
            output.row(
                (contender.name, 32), ("\(model.parameterCount)", -10), ("\(history.epochs.count)", -9),
                (fixed(training, 3), -11), (fixed(validation, 3), -13))
            output.keep("training error of \(contender.name)", training)
            output.keep("validation error of \(contender.name)", validation)
            results.append((contender.name, model))
            if contender.name == Contender.tooLarge.name { curves = history }
        }
        return (results, curves)
    }
}
