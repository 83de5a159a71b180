import MyelinCore

/// What a layer's call may depend on besides its input, and where it leaves what is not its output.
public final class CallContext {
    /// Whether the call is part of a training step: dropout drops, batch normalization uses the batch's statistics.
    public let training: Bool
    /// New values of state (moving averages, random counters) that the step will write.
    public private(set) var updates: [(variable: Variable, value: Tensor)] = []
    /// Penalties that are added to the loss.
    public private(set) var losses: [Tensor] = []

    public init(training: Bool = false) { self.training = training }

    /// Lets the step write a new value to a variable.
    public func update(_ variable: Variable, to value: Tensor) {
        updates.removeAll { $0.variable == variable }
        updates.append((variable, value))
    }

    /// The value that a variable has by now: an update that a layer called before (a shared one) has left, or its own.
    public func value(of variable: Variable) -> Tensor {
        updates.last { $0.variable == variable }?.value ?? variable.exactValue
    }

    /// Adds a scalar to the loss.
    public func addLoss(_ loss: Tensor) { losses.append(loss) }

    // MARK: Masks

    /// Which steps of a tensor count, as Bool of its first axes: (batch, time). Nil if all do, or none has said. Keras:
    /// `get_keras_mask`.
    public func mask(of x: Tensor) -> Tensor? { masks[TensorIdentity(x)] }

    /// Says which steps of a tensor count.
    public func setMask(_ mask: Tensor?, of x: Tensor) { masks[TensorIdentity(x)] = mask }

    private var masks: [TensorIdentity: Tensor] = [:]
}

/// One result of one recorded operation; nodes are numbered once and for all.
private struct TensorIdentity: Hashable {
    let node: Int
    let output: Int

    init(_ x: Tensor) {
        node = x.node.id
        output = x.output
    }
}
