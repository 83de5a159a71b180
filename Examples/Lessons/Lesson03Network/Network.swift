/// A network of sigmoid neurons in layers, made of matrices only.
package struct Network {
    /// Inputs, hidden neurons, …, outputs: [2, 3, 1] has two inputs, three hidden neurons and one output.
    package let sizes: [Int]
    /// A matrix between each two layers: a row for each neuron before it, a column for each behind it.
    package var weights: [Matrix]
    /// A number for each neuron that is no input.
    package var biases: [[Double]]

    package init(_ sizes: [Int], seed: UInt64 = 1) {
        var dice = Dice(seed: seed)
        self.sizes = sizes
        weights = zip(sizes, sizes.dropFirst()).map { before, behind in
            Matrix(rows: before, columns: behind, values: (0..<before * behind).map { _ in dice.normal() })
        }
        biases = sizes.dropFirst().map { Array(repeating: 0, count: $0) }
    }

    /// What the network answers: a row for each row of inputs.
    package func forward(_ inputs: Matrix) -> Matrix {
        var signal = inputs
        for (weights, bias) in zip(weights, biases) {
            signal = (signal * weights).adding(row: bias).map(sigmoid)
        }
        return signal
    }

    /// How wrong the answers are: half the squared error, on average over the examples.
    package func cost(_ inputs: Matrix, _ targets: Matrix) -> Double {
        let squares = forward(inputs).zip(targets) { ($0 - $1) * ($0 - $1) / 2 }
        return squares.values.reduce(0, +) / Double(inputs.rows)
    }

    /// All weights and biases in one list, layer after layer.
    package var parameters: [Double] {
        get { zip(weights, biases).flatMap { $0.values + $1 } }
        set {
            var rest = newValue[...]
            for layer in weights.indices {
                weights[layer].values = Array(rest.prefix(weights[layer].values.count))
                rest = rest.dropFirst(weights[layer].values.count)
                biases[layer] = Array(rest.prefix(biases[layer].count))
                rest = rest.dropFirst(biases[layer].count)
            }
        }
    }
}
