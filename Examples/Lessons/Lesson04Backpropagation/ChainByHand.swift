/// The shortest chain that has all there is to see: one input, one hidden neuron, one output neuron.
///
///     x ─w₁→ z₁ ─σ→ a₁ ─w₂→ z₂ ─σ→ a₂ → cost ½(a₂ − t)²
package struct ChainByHand {
    package let x = 0.5, target = 1.0
    package let w1 = 0.8, b1 = 0.1, w2 = -0.4, b2 = 0.2

    package var z1: Double { x * w1 + b1 }
    package var a1: Double { sigmoid(z1) }
    package var z2: Double { a1 * w2 + b2 }
    package var a2: Double { sigmoid(z2) }
    package var cost: Double { (a2 - target) * (a2 - target) / 2 }

    /// How the cost changes with z₂: the error, times the slope of σ.
    package var delta2: Double { (a2 - target) * a2 * (1 - a2) }
    /// How the cost changes with z₁: what comes back through w₂, times the slope of σ.
    package var delta1: Double { delta2 * w2 * a1 * (1 - a1) }

    /// A weight's slope is the delta behind it times the signal before it; a bias' slope is the delta.
    package var gradient: [Double] { [delta1 * x, delta1, delta2 * a1, delta2] }

    package init() {}

    /// The same as a network of lesson 3.
    package var network: Network {
        var network = Network([1, 1, 1])
        network.parameters = [w1, b1, w2, b2]
        return network
    }
}
