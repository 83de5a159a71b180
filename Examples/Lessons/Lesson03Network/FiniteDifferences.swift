extension Network {
    /// The gradient by trying: each parameter is moved by ε to both sides, and the cost is looked at.
    ///
    /// Simple and sure, but it needs two passes through the network for every parameter.
    package func gradientByDifferences(_ inputs: Matrix, _ targets: Matrix, epsilon: Double = 1e-4) -> [Double] {
        var network = self
        let start = parameters
        return start.indices.map { index in
            var moved = start
            moved[index] = start[index] + epsilon
            network.parameters = moved
            let above = network.cost(inputs, targets)
            moved[index] = start[index] - epsilon
            network.parameters = moved
            let below = network.cost(inputs, targets)
            return (above - below) / (2 * epsilon)
        }
    }
}
