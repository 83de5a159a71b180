import MyelinLessons
import Testing

/// Lesson 1: the textbook's numbers.
struct NeuronTests {
    @Test func neuronsByHand() {
        // 0.2 + 1.6 − 1.5 + 2 and 3.72 + 10.71 + 18.27 + 3.
        #expect(abs(Neuron(weights: [0.2, 0.8, -0.5], bias: 2).output([1, 2, 3]) - 2.3) < 1e-12)
        #expect(abs(Neuron(weights: [3.1, 2.1, 8.7], bias: 3).output([1.2, 5.1, 2.1]) - 35.7) < 1e-12)
    }

    @Test func attending() {
        #expect(Attending.cases.map(Attending.perceptron.neuron.output) == [3, -2, -2, -7, 1, 11])
        #expect(Attending.cases.map(Attending.perceptron.fires) == [true, false, false, false, true, true])
        let byThreshold = Perceptron(weights: [5, -8, 5], threshold: -1)
        #expect(Attending.cases.map(byThreshold.fires) == Attending.cases.map(Attending.perceptron.fires))
    }

    @Test func examIsLearned() {
        var neuron = Neuron(weights: [0, 0], bias: 0)
        let costs = neuron.learnExam(rate: 0.5, rounds: 2000)
        #expect(costs.last! < 1e-8)
        // Three students, three parameters: 0.3 w + v + b = 0.75, 0.5 w + 0.2 v + b = 0.82, w + 0.4 v + b = 0.93.
        #expect(isClose(neuron.weights + [neuron.bias], [0.231818, -0.029545, 0.71], within: 1e-3))
    }

    @Test func perceptronsLearnLinesOnly() {
        for (examples, isLearned) in [(Logic.and, true), (Logic.or, true), (Logic.exclusiveOr, false)] {
            var perceptron = Logic.beginner
            let mistakes = perceptron.learn(examples, rounds: 1000)
            #expect((mistakes.last == 0) == isLearned)
            #expect(examples.allSatisfy { perceptron.fires($0.inputs) == $0.fires } == isLearned)
            #expect(examples.allSatisfy { abs(perceptron.neuron.output($0.inputs)) >= 0.5 }, "a point on the line")
        }
    }

    @Test func runs() throws {
        let run = try LessonRun(1)
        #expect(abs(try run.number("the first in Myelin") - 2.3) < 1e-6)
        #expect(try run.number("mean squared error at the end") < 1e-8)
    }
}
