import MyelinCore

/// A layer that keeps states from batch to batch.
protocol StatefulLayer {
    func clearStates()
}

extension Layer {
    /// Sets the states that stateful recurrent layers keep from batch to batch to zero, in this layer and all layers inside.
    /// Keras: `reset_state`.
    public func resetStates() {
        (self as? any StatefulLayer)?.clearStates()
        for layer in sublayers { layer.resetStates() }
    }
}
