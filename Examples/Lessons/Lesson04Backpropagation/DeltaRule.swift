/// How the cost ½(y − target)² of one example changes with each parameter of one neuron, by the chain rule.
package enum DeltaRule {
    /// Of a linear neuron: cost → y → weight. The slopes are (y − target) and the input.
    package static func linear(_ neuron: Neuron, _ inputs: [Double], _ target: Double) -> [Double] {
        let delta = neuron.output(inputs) - target
        return inputs.map { delta * $0 } + [delta]
    }

    /// Of a sigmoid neuron: cost → y → z → weight. There is one slope more on the way: σ'(z) = y(1 − y).
    package static func sigmoid(_ neuron: SigmoidNeuron, _ inputs: [Double], _ target: Double) -> [Double] {
        let y = neuron.output(inputs)
        let delta = (y - target) * y * (1 - y)
        return inputs.map { delta * $0 } + [delta]
    }

    /// The same by trying.
    package static func measured(
        _ cost: ([Double], Double) -> Double, weights: [Double], bias: Double, epsilon: Double = 1e-4
    ) -> [Double] {
        let forWeights = weights.indices.map { index in
            slope(
                { value in
                    var moved = weights
                    moved[index] = value
                    return cost(moved, bias)
                }, at: weights[index], epsilon: epsilon)
        }
        return forWeights + [slope({ cost(weights, $0) }, at: bias, epsilon: epsilon)]
    }
}
