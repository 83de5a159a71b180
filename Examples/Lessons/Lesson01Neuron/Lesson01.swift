import Myelin

extension Lesson {
    static let neuron = Lesson(
        1, "A neuron by hand", aim: "Compute what a neuron gives, let it learn, and see what it cannot learn."
    ) { output in
        byHand(output)
        attend(output)
        learnExam(output)
        learnLogic(output)
        try output.picture("lesson01-attend") { try Pictures01.attending.write(to: $0) }
        try output.picture("lesson01-exam") { try Pictures01.exam().write(to: $0) }
        try output.picture("lesson01-logic") { try Pictures01.logic().write(to: $0) }
    }

    private static func byHand(_ output: LessonOutput) {
        output.heading("A neuron by hand")
        let sum = 1 * 0.2 + 2 * 0.8 + 3 * -0.5 + 2
        output.line("1 · 0.2 + 2 · 0.8 + 3 · (−0.5) + 2 = \(fixed(sum, 1))")
        let first = Neuron(weights: [0.2, 0.8, -0.5], bias: 2)
        output.number("the same by the neuron", first.output([1, 2, 3]), digits: 1)
        let second = Neuron(weights: [3.1, 2.1, 8.7], bias: 3)
        output.number("another, 1.2 · 3.1 + 5.1 · 2.1 + 2.1 · 8.7 + 3", second.output([1.2, 5.1, 2.1]), digits: 1)

        // A layer of one unit in Myelin is such a neuron. Its kernel holds the weights.
        output.number("the first in Myelin", (try? dense([0.2, 0.8, -0.5], 2, [1, 2, 3])) ?? .nan, digits: 1)
    }

    private static func dense(_ weights: [Float], _ bias: Float, _ inputs: [Float]) throws -> Double {
        let model = try Sequential {
            Input(shape: [3])
            Dense(1)
        }
        try model.setWeights([Tensor(weights, shape: [3, 1]), Tensor([bias])])
        return Double(try model.predict(Tensor([inputs])).scalars()[0])
    }

    private static func attend(_ output: LessonOutput) {
        output.heading("A perceptron decides: shall I attend?")
        output.line("quarantine  presenter  topic    sum   attend")
        for inputs in Attending.cases {
            let sum = Attending.perceptron.neuron.output(inputs)
            let answers = zip(inputs, [12, 11, 9]).map { fixed($0, 0).column($1) }.joined()
            let decision = Attending.perceptron.fires(inputs) ? "yes" : "no"
            output.line(answers + fixed(sum, 0).right(3) + "   " + decision)
        }
        let same = Perceptron(weights: [5, -8, 5], threshold: -1)
        let agree = Attending.cases.allSatisfy { same.fires($0) == Attending.perceptron.fires($0) }
        output.line("with a threshold of −1 instead of the bias 1: \(agree ? "the same decisions" : "others")")
    }

    private static func learnExam(_ output: LessonOutput) {
        output.heading("A neuron learns: an exam's result from hours of sleep and study")
        var neuron = Neuron(weights: [0, 0], bias: 0)
        let costs = neuron.learnExam(rate: 0.5, rounds: 2000)
        for round in [0, 9, 99, 999, 1999] {
            output.line("after round \(String(round + 1).right(4)): mean squared error \(fixed(costs[round], 8))")
        }
        output.line("weights \(listed(neuron.weights)), bias \(fixed(neuron.bias))")
        for (hours, result) in zip(Exam.hours, Exam.results) {
            let predicted = 100 * neuron.output(Exam.scaled(hours))
            output.line(
                "slept \(fixed(hours[0], 0)) h, studied \(fixed(hours[1], 0)) h: \(fixed(predicted, 1)) "
                    + "(it was \(fixed(result, 0)))")
        }
        output.number("slept 8 h, studied 3 h", 100 * neuron.output(Exam.scaled([8, 3])), digits: 1)
        output.number("mean squared error at the end", costs.last!, digits: 8)
    }

    private static func learnLogic(_ output: LessonOutput) {
        output.heading("What a perceptron can learn, and what it cannot")
        for (name, examples) in [("and", Logic.and), ("or", Logic.or), ("exclusive or", Logic.exclusiveOr)] {
            var perceptron = Logic.beginner
            let mistakes = perceptron.learn(examples, rounds: 100)
            let outcome = mistakes.last == 0 ? "all right after \(mistakes.count) rounds" : "still wrong after 100"
            output.line(
                "\(name): \(outcome); mistakes by round \(mistakes.prefix(10).map(String.init).joined(separator: " "))")
        }
    }
}
