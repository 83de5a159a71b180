import Myelin

extension Lesson {
    static let backpropagation = Lesson(
        4, "The delta rule and backpropagation",
        aim: "Derive the gradient link by link, check it against measurements, and find how long a step may be."
    ) { output in
        deltaRule(output)
        try chain(output)
        try learningRate(output)
    }

    private static func deltaRule(_ output: LessonOutput) {
        output.heading("The delta rule: one neuron, one example")
        let inputs = [0.3, 1.0], target = 0.75
        let weights = [0.4, -0.2], bias = 0.1
        let linear = DeltaRule.linear(Neuron(weights: weights, bias: bias), inputs, target)
        let measured = DeltaRule.measured(
            { weights, bias in
                let error = Neuron(weights: weights, bias: bias).output(inputs) - target
                return error * error / 2
            }, weights: weights, bias: bias)
        output.line("linear neuron,  derived:  \(listed(linear, 6))")
        output.line("                measured: \(listed(measured, 6))")
        let soft = DeltaRule.sigmoid(SigmoidNeuron(weights: weights, bias: bias), inputs, target)
        let softMeasured = DeltaRule.measured(
            { weights, bias in
                let error = SigmoidNeuron(weights: weights, bias: bias).output(inputs) - target
                return error * error / 2
            }, weights: weights, bias: bias)
        output.line("sigmoid neuron, derived:  \(listed(soft, 6))")
        output.line("                measured: \(listed(softMeasured, 6))")
    }

    private static func chain(_ output: LessonOutput) throws {
        output.heading("Backpropagation: the same through two neurons")
        let chain = ChainByHand()
        output.line(
            "forward:  z₁ \(fixed(chain.z1, 6)), a₁ \(fixed(chain.a1, 6)), z₂ \(fixed(chain.z2, 6)), a₂ \(fixed(chain.a2, 6))"
        )
        output.line("cost:     \(fixed(chain.cost, 6))")
        output.line("backward: delta₂ \(fixed(chain.delta2, 6)), delta₁ \(fixed(chain.delta1, 6))")
        output.line("slopes of w₁, b₁, w₂, b₂")
        output.line("by hand:            \(listed(chain.gradient, 6))")
        let x = Matrix([[chain.x]]), target = Matrix([[chain.target]])
        output.line("by differences:     \(listed(chain.network.gradientByDifferences(x, target), 6))")
        output.line("by backpropagation: \(listed(chain.network.gradientByBackpropagation(x, target), 6))")
        output.line("by Myelin:          \(listed(try gradientByMyelin(chain), 6))")
    }

    /// Myelin records the formula and goes back through it by itself.
    package static func gradientByMyelin(_ chain: ChainByHand) throws -> [Double] {
        let parameters = [chain.w1, chain.b1, chain.w2, chain.b2].map { Tensor($0, .float64) }
        let a1 = sigmoid(parameters[0] * chain.x + parameters[1])
        let a2 = sigmoid(parameters[2] * a1 + parameters[3])
        let cost = square(a2 - chain.target) / 2
        return try gradient(of: cost, withRespectTo: parameters).map { try $0.scalar(Double.self) }
    }

    private static func learningRate(_ output: LessonOutput) throws {
        output.heading("Too small, right, too large: the learning rate")
        let limit = LearningRateTrial.limit
        output.number("learning converges below a rate of", limit)
        let rates = [0.05, 0.5, 0.98 * limit, 1.05 * limit]
        for rate in rates {
            let costs = LearningRateTrial.costs(rate: rate, steps: 101)
            output.line(
                "rate \(fixed(rate, 2)): cost \(fixed(costs[0], 4)), after 10 steps \(fixed(costs[10], 5)), after 100 \(fixed(costs[100], 5))"
            )
        }
        try output.picture("lesson04-learning-rate") { path in
            var panel = Figure.Panel(
                "The same neuron with four learning rates", xLabel: "step", yLabel: "mean squared error",
                rates.map { rate in
                    let costs = LearningRateTrial.costs(rate: rate, steps: 101)
                    return .line(costs.indices.map(Double.init), costs, label: "rate \(fixed(rate, 2))")
                })
            panel.yScale = .logarithmic
            panel.legend = .outside
            try Figure(panels: [panel], panelSize: (680, 400)).write(to: path)
        }
    }
}
