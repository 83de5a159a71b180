import Myelin

extension Lesson {
    static let losses = Lesson(
        5, "Losses and last layers",
        aim: "Say in a number what is wrong with an answer, and choose the last layer for it."
    ) { output in
        regression(output)
        classes(output)
        try inMyelin(output)
        try slopes(output)
        output.heading("Which last layer goes with which loss")
        output.row(("what is predicted", 22), ("last layer", 33), ("targets", 22), ("loss", 30))
        for choice in LossChoice.all {
            output.row((choice.name, 22), (choice.lastLayer, 33), (choice.targets, 22), (choice.loss, 30))
        }
        try output.picture("lesson05-losses") {
            try Figure.losses(named: ["mean_squared_error", "mean_absolute_error", "huber", "binary_crossentropy"])
                .write(to: $0)
        }
    }

    private static func regression(_ output: LessonOutput) {
        output.heading("Regression: one of four predictions is far off")
        let targets: [Double] = [1, 2, 3, 4], predictions = [1.5, 2, 2.5, 14]
        func mean(_ loss: (Double, Double) -> Double) -> Double {
            zip(targets, predictions).map(loss).reduce(0, +) / 4
        }
        output.number("mean squared error", mean(LossByHand.squared), digits: 3)
        output.number("mean absolute error", mean(LossByHand.absolute), digits: 3)
        output.number("Huber", mean(LossByHand.huber), digits: 3)
        output.line("the square lets the one outlier rule; the other two do not")
    }

    private static func classes(_ output: LessonOutput) {
        output.heading("Two classes: the surprise when the true class was given this probability")
        for probability in [0.99, 0.9, 0.5, 0.1, 0.01] {
            let loss = LossByHand.binaryCrossentropy(1, probability)
            output.line("probability \(fixed(probability, 2)): binary crossentropy \(fixed(loss))")
        }
        output.heading("Many classes: softmax, then the surprise at the true one")
        let scores = [2.0, 1.0, 0.1]
        let probabilities = LossByHand.softmax(scores)
        output.line("scores \(listed(scores, 1)) → softmax \(listed(probabilities))")
        for trueClass in 0..<3 {
            output.line(
                "class \(trueClass) is true: crossentropy \(fixed(LossByHand.crossentropy(trueClass, probabilities)))")
        }
    }

    private static func inMyelin(_ output: LessonOutput) throws {
        output.heading("In Myelin")
        let target: Tensor = [[1], [2], [3], [4]], prediction: Tensor = [[1.5], [2], [2.5], [14]]
        let losses: [(String, any Loss)] = [("mse", .mse), ("mae", .mae), ("huber", .huber)]
        for (name, loss) in losses {
            let value = loss.values(target: target, prediction: prediction).mean()
            output.number("Myelin's \(name)", Double(try value.scalar(Float.self)), digits: 3)
        }
        let probabilities = softmax(Tensor([[2, 1, 0.1]]))
        let crossentropy: any Loss = .sparseCategoricalCrossentropy
        let value = crossentropy.values(target: Tensor([UInt8(0)], shape: [1, 1]), prediction: probabilities)
        output.number("Myelin's crossentropy of class 0", Double(try value.mean().scalar(Float.self)))
    }

    /// Why the last activation and the loss belong together: the slope by the sum z before the activation.
    private static func slopes(_ output: LessonOutput) throws {
        output.heading("Why they belong together: the slope where the answer is quite wrong (target 1)")
        for z in [-6.0, -3, 0, 3] {
            let p = sigmoid(z)
            let withSquare = slope({ LossByHand.squared(1, sigmoid($0)) / 2 }, at: z)
            let withCrossentropy = slope({ LossByHand.binaryCrossentropy(1, sigmoid($0)) }, at: z)
            output.line(
                "z = \(fixed(z, 0).right(2)), probability \(fixed(p)): squared error \(fixed(withSquare)), "
                    + "crossentropy \(fixed(withCrossentropy))")
        }
        output.line("with crossentropy the slope is p − target: the more wrong, the faster it learns")
    }
}
