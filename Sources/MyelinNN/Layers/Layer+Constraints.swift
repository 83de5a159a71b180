import MyelinCore

extension Layer {
    /// The constraints of the weights of this layer and of those inside: what each weight is put back into after a step, as
    /// the last thing that is done to it.
    package var constraints: [Variable: any Constraint] {
        var found: [Variable: any Constraint] = [:]
        for weight in ownWeights { found[weight.variable] = weight.constraint }
        for layer in sublayers { found.merge(layer.constraints) { $1 } }
        return found
    }
}
