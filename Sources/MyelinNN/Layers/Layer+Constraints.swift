import MyelinCore

extension Layer {
    /// A step's updates with every weight that has a constraint put back into it; the weights of this layer and those
    /// inside. As in Keras it is the last thing that is done to a trained weight.
    package func constrained(
        _ updates: [(variable: Variable, value: Tensor)]
    ) -> [(variable: Variable, value: Tensor)] {
        let constraints = constraints
        guard !constraints.isEmpty else { return updates }
        return updates.map { update in
            guard update.variable.trainable, let constraint = constraints[update.variable] else { return update }
            return (update.variable, constraint(update.value))
        }
    }

    private var constraints: [Variable: any Constraint] {
        var found: [Variable: any Constraint] = [:]
        for weight in ownWeights { found[weight.variable] = weight.constraint }
        for layer in sublayers { found.merge(layer.constraints) { $1 } }
        return found
    }
}
