/// A neuron weighs its inputs, adds them up, and adds its bias.
package struct Neuron {
    package var weights: [Double]
    package var bias: Double

    package init(weights: [Double], bias: Double) {
        self.weights = weights
        self.bias = bias
    }

    package func output(_ inputs: [Double]) -> Double {
        var sum = bias
        for (input, weight) in zip(inputs, weights) { sum += input * weight }
        return sum
    }
}
