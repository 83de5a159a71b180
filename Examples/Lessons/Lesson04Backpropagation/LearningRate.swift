/// The neuron of the exam, learning from all three students at once, with steps that may be too long.
package enum LearningRateTrial {
    /// The mean squared errors before each step.
    package static func costs(rate: Double, steps: Int) -> [Double] {
        var neuron = Neuron(weights: [0, 0], bias: 0)
        var costs: [Double] = []
        for _ in 0..<steps {
            let errors = zip(Exam.inputs, Exam.targets).map { neuron.output($0) - $1 }
            costs.append(errors.reduce(0) { $0 + $1 * $1 } / 3)
            for index in neuron.weights.indices {
                let slope = zip(errors, Exam.inputs).reduce(0) { $0 + $1.0 * $1.1[index] } / 3
                neuron.weights[index] -= rate * slope
            }
            neuron.bias -= rate * errors.reduce(0, +) / 3
        }
        return costs
    }

    /// The largest rate at which it still converges: 2, divided by the steepest curvature of the cost.
    ///
    /// The curvatures are the eigenvalues of XᵀX / 3, where X has a column of ones for the bias. Multiplying again and
    /// again by the matrix turns any vector towards the largest one's.
    package static var limit: Double {
        let x = Matrix(Exam.inputs.map { $0 + [1] })
        let curvature = (x.transposed * x).map { $0 / 3 }
        var vector = Matrix([[1], [1], [1]])
        var largest = 0.0
        for _ in 0..<200 {
            vector = curvature * vector
            largest = vector.values.map { $0 * $0 }.reduce(0, +).squareRoot()
            vector = vector.map { $0 / largest }
        }
        return 2 / largest
    }
}
