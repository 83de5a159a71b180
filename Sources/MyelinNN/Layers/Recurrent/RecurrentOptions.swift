import MyelinCore

/// How a recurrent layer goes over its sequences.
public struct RecurrentOptions: Sendable {
    /// Whether the output is that of each step, rather than of the last.
    public var returnSequences = false
    /// Whether the last states are outputs, too, behind the first.
    public var returnState = false
    /// Whether to go from the last step to the first; the outputs come in that order.
    public var goBackwards = false
    /// Whether the states of a batch are the initial states of the next.
    public var stateful = false
    /// Kept for Keras, which can lay steps out one by one; here that is up to the layer.
    public var unroll = false
    /// Whether a step that is masked out gives zeros, rather than the output before it.
    public var zeroOutputForMask = false

    init(
        returnSequences: Bool, returnState: Bool, goBackwards: Bool, stateful: Bool, unroll: Bool,
        zeroOutputForMask: Bool
    ) {
        self.returnSequences = returnSequences
        self.returnState = returnState
        self.goBackwards = goBackwards
        self.stateful = stateful
        self.unroll = unroll
        self.zeroOutputForMask = zeroOutputForMask
    }

    init(config: Config) throws {
        self.init(
            returnSequences: try config.bool("return_sequences", default: false),
            returnState: try config.bool("return_state", default: false),
            goBackwards: try config.bool("go_backwards", default: false),
            stateful: try config.bool("stateful", default: false), unroll: try config.bool("unroll", default: false),
            zeroOutputForMask: try config.bool("zero_output_for_mask", default: false))
    }

    var config: ConfigObject {
        [
            "return_sequences": .bool(returnSequences), "return_state": .bool(returnState),
            "go_backwards": .bool(goBackwards), "stateful": .bool(stateful), "unroll": .bool(unroll),
            "zero_output_for_mask": .bool(zeroOutputForMask),
        ]
    }
}
