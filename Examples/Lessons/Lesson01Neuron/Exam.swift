/// Three students: how long they slept and studied before an exam, and what came of it.
package enum Exam {
    package static let hours: [[Double]] = [[3, 5], [5, 1], [10, 2]]
    package static let results: [Double] = [75, 82, 93]

    /// Hours as shares of the longest, results as shares of 100: numbers of one size are learned at one pace.
    package static let inputs = hours.map(scaled)
    package static let targets = results.map { $0 / 100 }

    package static func scaled(_ hours: [Double]) -> [Double] { [hours[0] / 10, hours[1] / 5] }
}

extension Neuron {
    /// Goes over the students again and again. After each, every weight moves a little in the direction that makes the
    /// error smaller: the more, the larger its input was.
    ///
    /// - Returns: the mean of the squared errors in each round.
    package mutating func learnExam(rate: Double, rounds: Int) -> [Double] {
        var costs: [Double] = []
        for _ in 0..<rounds {
            var sum = 0.0
            for (inputs, target) in zip(Exam.inputs, Exam.targets) {
                let error = target - output(inputs)
                for index in weights.indices { weights[index] += rate * error * inputs[index] }
                bias += rate * error
                sum += error * error
            }
            costs.append(sum / 3)
        }
        return costs
    }
}
