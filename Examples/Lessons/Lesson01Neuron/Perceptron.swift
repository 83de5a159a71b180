/// A neuron that decides: it fires or it does not.
package struct Perceptron {
    package var neuron: Neuron

    package init(weights: [Double], bias: Double) { neuron = Neuron(weights: weights, bias: bias) }

    /// As the first books write it: fires if the weighed inputs pass a threshold. Its bias is the threshold's negative.
    package init(weights: [Double], threshold: Double) { self.init(weights: weights, bias: -threshold) }

    package func fires(_ inputs: [Double]) -> Bool { neuron.output(inputs) > 0 }

    /// Goes over the examples until all are right, or gives up.
    ///
    /// A wrong answer moves each weight towards the right one, by its input; a right answer moves nothing.
    /// - Returns: how many answers were wrong in each round.
    package mutating func learn(_ examples: [(inputs: [Double], fires: Bool)], rounds: Int) -> [Int] {
        var mistakes: [Int] = []
        for _ in 0..<rounds {
            var wrong = 0
            for example in examples where fires(example.inputs) != example.fires {
                let direction: Double = example.fires ? 1 : -1
                for index in neuron.weights.indices { neuron.weights[index] += direction * example.inputs[index] }
                neuron.bias += direction
                wrong += 1
            }
            mistakes.append(wrong)
            if wrong == 0 { break }
        }
        return mistakes
    }
}
