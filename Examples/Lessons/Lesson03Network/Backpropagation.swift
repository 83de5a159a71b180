extension Network {
    /// The gradient by going back through the network once.
    ///
    /// Forward, each layer's signal is kept. Backward, `delta` says how much the cost changes with the sum of each neuron.
    /// Lesson 4 derives it.
    package func gradientByBackpropagation(_ inputs: Matrix, _ targets: Matrix) -> [Double] {
        var signals = [inputs]
        for (weights, bias) in zip(weights, biases) {
            signals.append((signals.last! * weights).adding(row: bias).map(sigmoid))
        }

        let samples = Double(inputs.rows)
        var delta = signals.last!.zip(targets) { ($0 - $1) / samples }
        var gradient: [Double] = []
        for layer in weights.indices.reversed() {
            // Through the sigmoid: its slope is σ(1 − σ), and σ is the signal.
            delta = delta.zip(signals[layer + 1]) { $0 * $1 * (1 - $1) }
            gradient = (signals[layer].transposed * delta).values + delta.columnSums + gradient
            // Through the weights, to the layer before.
            delta = delta * weights[layer].transposed
        }
        return gradient
    }

    /// Gradient descent: every parameter takes a step against its gradient, again and again.
    ///
    /// - Returns: the cost before each step.
    package mutating func train(_ inputs: Matrix, _ targets: Matrix, learningRate: Double, steps: Int) -> [Double] {
        var costs: [Double] = []
        for _ in 0..<steps {
            costs.append(cost(inputs, targets))
            let gradient = gradientByBackpropagation(inputs, targets)
            parameters = zip(parameters, gradient).map { $0 - learningRate * $1 }
        }
        return costs
    }

    /// Multiplications in the matrix products of the forward pass of one example: one for each weight.
    package var forwardMultiplications: Int { weights.reduce(0) { $0 + $1.values.count } }
    /// Of the gradient by differences: two forward passes for each parameter.
    package var differencesMultiplications: Int { 2 * parameters.count * forwardMultiplications }
    /// Of the gradient by backpropagation: forward, to the weights, and to the layer before.
    package var backpropagationMultiplications: Int { 3 * forwardMultiplications }
}
