import Foundation

/// The sigmoid σ: a soft step from 0 to 1.
package func sigmoid(_ z: Double) -> Double { 1 / (1 + exp(-z)) }

/// Its slope, by its own value: σ'(z) = σ(z) · (1 − σ(z)).
package func sigmoidDerivative(_ z: Double) -> Double {
    let s = sigmoid(z)
    return s * (1 - s)
}

/// A neuron whose answer is a soft one.
package struct SigmoidNeuron {
    package var neuron: Neuron

    package init(weights: [Double], bias: Double) { neuron = Neuron(weights: weights, bias: bias) }

    package func output(_ inputs: [Double]) -> Double { sigmoid(neuron.output(inputs)) }
}

/// The slope of a function at a place, measured: how much higher is it a little to the right than a little to the left?
package func slope(_ function: (Double) -> Double, at x: Double, epsilon: Double = 1e-4) -> Double {
    (function(x + epsilon) - function(x - epsilon)) / (2 * epsilon)
}
