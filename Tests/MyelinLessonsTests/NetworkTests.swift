import Myelin
import MyelinLessons
import Testing

/// Lessons 3 and 4.
struct NetworkTests {
    private let inputs = Matrix(Exam.inputs)
    private let targets = Matrix(Exam.targets.map { [$0] })

    @Test func matrices() {
        let a = Matrix([[1, 2], [3, 4], [5, 6]]), b = Matrix([[1, 0, 2], [0, 1, 3]])
        #expect(a * b == Matrix([[1, 2, 8], [3, 4, 18], [5, 6, 28]]))
        #expect(a.transposed == Matrix([[1, 3, 5], [2, 4, 6]]))
        #expect(a.columnSums == [9, 12])
    }

    @Test func parametersForAnySizes() {
        let network = Network([2, 3, 1])
        #expect(network.weights.map { [$0.rows, $0.columns] } == [[2, 3], [3, 1]])
        #expect(network.biases.map(\.count) == [3, 1])
        #expect(network.parameters.count == 13)
        #expect(Network([784, 30, 10]).parameters.count == 784 * 30 + 30 + 30 * 10 + 10)
        var copy = Network([2, 3, 1], seed: 9)
        copy.parameters = network.parameters
        #expect(copy.forward(inputs) == network.forward(inputs))
    }

    /// By differences with ε = 1e-4 and by going back once, number by number, as the network grows.
    @Test(arguments: [[2, 3, 1], [2, 1], [2, 5, 4, 1], [2, 8, 8, 8, 1]]) func gradientsAgree(_ sizes: [Int]) {
        let network = Network(sizes, seed: 4)
        let tried = network.gradientByDifferences(inputs, targets, epsilon: 1e-4)
        let passedBack = network.gradientByBackpropagation(inputs, targets)
        #expect(tried.contains { abs($0) > 1e-3 })
        #expect(isClose(tried, passedBack, within: 1e-9))
    }

    @Test func costOfGradients() {
        let network = Network([2, 3, 1])
        // 2 · 3 + 3 · 1 weights; 13 parameters.
        #expect(network.forwardMultiplications == 9)
        #expect(network.differencesMultiplications == 2 * 13 * 9)
        #expect(network.backpropagationMultiplications == 27)
    }

    @Test func lessonThreeLearns() throws {
        let run = try LessonRun(3)
        #expect(try run.number("cost after learning") < 1e-4)
        #expect(try run.number("cost after learning") < run.number("cost before learning") / 10)
        #expect(try run.number("mean squared error in Myelin") < 1e-3)
    }

    @Test func chainByHand() throws {
        let chain = ChainByHand()
        let x = Matrix([[chain.x]]), target = Matrix([[chain.target]])
        // z₁ = 0.5 · 0.8 + 0.1; the rest by the formulas, computed with Python's floats.
        #expect(abs(chain.z1 - 0.5) < 1e-15)
        #expect(isClose(chain.gradient, chain.network.gradientByBackpropagation(x, target), within: 1e-15))
        #expect(isClose(chain.gradient, chain.network.gradientByDifferences(x, target), within: 1e-9))
        #expect(isClose(chain.gradient, try Lesson.gradientByMyelin(chain), within: 1e-12))
    }

    @Test func deltaRule() {
        let neuron = Neuron(weights: [0.4, -0.2], bias: 0.1)
        // 0.3 · 0.4 − 0.2 + 0.1 = 0.02; the error is −0.73.
        #expect(isClose(DeltaRule.linear(neuron, [0.3, 1], 0.75), [-0.219, -0.73, -0.73], within: 1e-12))
        let soft = SigmoidNeuron(weights: [0.4, -0.2], bias: 0.1)
        let measured = DeltaRule.measured(
            { weights, bias in
                let error = SigmoidNeuron(weights: weights, bias: bias).output([0.3, 1]) - 0.75
                return error * error / 2
            }, weights: [0.4, -0.2], bias: 0.1)
        #expect(isClose(DeltaRule.sigmoid(soft, [0.3, 1], 0.75), measured, within: 1e-9))
    }

    @Test func tooLargeARateDiverges() throws {
        let limit = LearningRateTrial.limit
        let below = LearningRateTrial.costs(rate: 0.98 * limit, steps: 2000)
        let above = LearningRateTrial.costs(rate: 1.05 * limit, steps: 2000)
        #expect(below.last! < 1e-3 && above.last! > 1e6)
        #expect(try LessonRun(4).number("learning converges below a rate of") == limit)
    }
}
