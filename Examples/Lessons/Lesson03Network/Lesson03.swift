import Myelin

extension Lesson {
    static let network = Lesson(
        3, "A network from scratch",
        aim: "Build a network out of matrices, and find its gradient in two ways: by trying, and by going back once."
    ) { output in
        let inputs = Matrix(Exam.inputs), targets = Matrix(Exam.targets.map { [$0] })
        let network = Network([2, 3, 1])
        output.heading("Two inputs, three hidden neurons, one output: sizes [2, 3, 1]")
        for (layer, weights) in network.weights.enumerated() {
            let size = "\(weights.rows) × \(weights.columns)"
            output.line("layer \(layer + 1): weights \(size), biases \(network.biases[layer].count)")
        }
        output.line("\(network.parameters.count) parameters")
        output.line(
            "answers before learning: \(listed(network.forward(inputs).values)); wanted: \(listed(Exam.targets, 2))")
        output.number("cost before learning", network.cost(inputs, targets), digits: 6)

        compare(network, inputs, targets, output)
        let costs = learn(network, inputs, targets, output)
        let growth = grow(output)
        try inMyelin(inputs, targets, output)
        try output.picture("lesson03-network") { try Pictures03.figure(costs, growth).write(to: $0) }
    }

    private static func compare(_ network: Network, _ inputs: Matrix, _ targets: Matrix, _ output: LessonOutput) {
        output.heading("The gradient in two ways, number by number (ε = 0.0001)")
        let tried = network.gradientByDifferences(inputs, targets)
        let passedBack = network.gradientByBackpropagation(inputs, targets)
        output.line("parameter  by differences  by backpropagation")
        for (index, pair) in zip(tried, passedBack).enumerated() {
            output.row(("\(index + 1)", -9), (fixed(pair.0, 8), -16), (fixed(pair.1, 8), -20))
        }
        let apart = zip(tried, passedBack).map { abs($0 - $1) }.max()!
        output.line("largest difference below 0.000000001: \(apart < 1e-9 ? "yes" : "no")")
    }

    private static func learn(
        _ network: Network, _ inputs: Matrix, _ targets: Matrix, _ output: LessonOutput
    ) -> [Double] {
        output.heading("Gradient descent")
        var network = network
        let costs = network.train(inputs, targets, learningRate: 3, steps: 2000)
        for step in [0, 10, 100, 1000] {
            output.line("before step \(String(step + 1).right(4)): cost \(fixed(costs[step], 8))")
        }
        output.number("cost after learning", network.cost(inputs, targets), digits: 8)
        output.line(
            "answers after learning: \(listed(network.forward(inputs).values)); wanted: \(listed(Exam.targets, 2))")
        return costs
    }

    /// What each way costs as the network grows.
    private static func grow(_ output: LessonOutput) -> [Pictures03.Growth] {
        output.heading("What the gradient costs as the network grows (multiplications for one example)")
        output.row(
            ("network", 16), ("parameters", -10), ("by differences", -17), ("backpropagation", -18), ("times more", -14)
        )
        return [[2, 3, 1], [2, 8, 1], [2, 16, 16, 1], [2, 64, 64, 1], [784, 30, 10]].map { sizes in
            let network = Network(sizes)
            let differences = network.differencesMultiplications, once = network.backpropagationMultiplications
            output.row(
                ("\(sizes)", 16), ("\(network.parameters.count)", -10), ("\(differences)", -17), ("\(once)", -18),
                (fixed(Double(differences) / Double(once), 0), -14))
            return (network.parameters.count, differences, once)
        }
    }

    private static func inMyelin(_ inputs: Matrix, _ targets: Matrix, _ output: LessonOutput) throws {
        output.heading("The same network in Myelin")
        let model = try Sequential(seed: 1) {
            Input(shape: [2])
            Dense(3, activation: .sigmoid)
            Dense(1, activation: .sigmoid)
        }
        model.compile(optimizer: SGD(learningRate: 3), loss: .mse)
        let x = Tensor(inputs.values.map(Float.init), shape: [3, 2])
        let y = Tensor(targets.values.map(Float.init), shape: [3, 1])
        let history = try model.fit(x, y, batchSize: 3, epochs: 1000, verbose: .silent)
        output.line("\(model.parameterCount) parameters")
        output.number("mean squared error in Myelin", history["loss"].last!, digits: 6)
    }
}
