import MyelinCore

extension Layer {
    /// Gives every weight its path by Keras' rule, which is what the patterns of `MultiOptimizer` and `Muon` are matched
    /// with: the names of the layers around it and its own, `sequential/hidden/kernel`. A functional model's name is not
    /// in it, nor are those of what is around such a model.
    package func assignPaths(under parent: String = "") {
        let own = self is Model && !(self is Sequential) ? "" : "\(parent)\(name)/"
        for weight in ownWeights { weight.variable.path = own + weight.variable.name }
        for layer in sublayers { layer.assignPaths(under: own) }
    }
}
