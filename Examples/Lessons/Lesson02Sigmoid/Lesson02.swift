import Foundation
import Myelin

extension Lesson {
    static let sigmoidNeuron = Lesson(
        2, "The sigmoid neuron and its relatives",
        aim: "Replace the hard decision by a soft one, so that a small change of a weight shows."
    ) { output in
        softDecision(output)
        derivative(output)
        activations(output)
        output.heading("tanh is a stretched sigmoid: tanh(x) = 2σ(2x) − 1")
        for x in [-2.0, -0.5, 0, 1, 3] {
            let left = tanh(x), right = 2 * sigmoid(2 * x) - 1
            output.line("x = \(fixed(x, 1).right(4)): tanh(x) = \(fixed(left, 6)), 2σ(2x) − 1 = \(fixed(right, 6))")
        }
        try inMyelin(output)
        try output.picture("lesson02-activations") {
            try Figure.activations(named: ["sigmoid", "tanh", "relu", "leaky_relu", "elu", "silu"]).write(to: $0)
        }
    }

    private static func softDecision(_ output: LessonOutput) {
        output.heading("A hard step hides what a weight does; a soft one shows it")
        let inputs = [0.62, 0.94]
        let neuron = SigmoidNeuron(weights: [1.3, 0.83], bias: -0.076)
        output.number("z = 0.62 · 1.3 + 0.94 · 0.83 − 0.076", neuron.neuron.output(inputs))
        output.number("σ(z) = 1 / (1 + e^−z)", neuron.output(inputs))
        let changed = SigmoidNeuron(weights: [1.3, 0.93], bias: -0.076)
        output.number("with the weight 0.93 instead of 0.83", changed.output(inputs))
        output.line("a perceptron says 1 both times")
    }

    private static func derivative(_ output: LessonOutput) {
        output.heading("The slope of σ is σ(1 − σ)")
        for z in [-4, 0, 1.5102, 4] {
            let measured = slope(sigmoid, at: z)
            output.line(
                "z = \(fixed(z).right(7)): σ = \(fixed(sigmoid(z))), "
                    + "σ(1 − σ) = \(fixed(sigmoidDerivative(z))), measured \(fixed(measured))")
        }
    }

    private static func activations(_ output: LessonOutput) {
        output.heading("Activation functions")
        output.row(("name", 12), ("range", 14), ("derivative", 26), ("for it", 42), ("against it", 44))
        for facts in ActivationFacts.all {
            output.row(
                (facts.name, 12), (facts.range, 14), (facts.derivativeText, 26), (facts.strength, 42),
                (facts.weakness, 44))
        }
    }

    private static func inMyelin(_ output: LessonOutput) throws {
        output.heading("In Myelin")
        let (value, gradient) = try valueAndGradient(at: Tensor(1.5102, .float64)) { sigmoid($0) }
        output.number("sigmoid(Tensor(1.5102))", try value.scalar(Double.self))
        output.number("its gradient", try gradient.scalar(Double.self))
    }
}
