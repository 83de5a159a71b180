import MyelinCore

/// Applies a layer to each step of sequences, with the same weights. Keras: `TimeDistributed`.
///
/// - Input shape: (batch, time, …), where (batch, …) is the layer's.
/// - Output shape: (batch, time, …).
/// - Weights: the layer's.
public final class TimeDistributed: Wrapper {
    public override var supportsMasking: Bool { true }
    public override var needsBatchSize: Bool { layer.needsBatchSize }

    public override func build(_ inputs: [Shape]) throws {
        guard let input = inputs.first, input.rank >= 3 else {
            throw MyelinError(.shape, "expected an input of rank 3 or more (batch, time, …), got \(inputs)")
        }
        try layer.ensureBuilt([Shape([input[0]] + input.sizes.dropFirst(2))])
    }

    public override func call(_ x: Tensor, _ context: CallContext) throws -> Tensor {
        guard x.rank >= 3, x.shape[1] >= 1 else {
            throw MyelinError(.shape, "expected an input (batch, time, …) of at least one step, got \(x.shape)")
        }
        let mask = context.mask(of: x)
        if let mask, mask.rank < 2 || mask.shape[0] != x.shape[0] || mask.shape[1] != x.shape[1] {
            throw MyelinError(
                .shape, "expected a mask of shape \(Shape([x.shape[0], x.shape[1]])) or more, got \(mask.shape)")
        }
        if let folded = try folded(x, mask, context) { return folded }
        let masks = (mask?.rank ?? 0) > 2 ? mask?.unstacked(axis: 1) : nil
        let outputs = try x.unstacked(axis: 1).enumerated().map { time, step in
            if let masks { context.setMask(masks[time], of: step) }
            return try output(step, context)
        }
        return Tensor.stacked(outputs, axis: 1)
    }

    /// One call with the steps as further samples, where that makes no difference: for layers that treat each sample by
    /// itself. Those that change state or draw random numbers show by it; of a user's own nothing is known.
    private func folded(_ x: Tensor, _ mask: Tensor?, _ context: CallContext) throws -> Tensor? {
        guard treatsSamplesAlone(layer) else { return nil }
        let trial = CallContext(training: context.training)
        let rows = x.reshaped(to: Shape([x.shape[0] * x.shape[1]] + x.shape.sizes.dropFirst(2)))
        if let mask, mask.rank > 2 {
            trial.setMask(mask.reshaped(to: Shape([rows.shape[0]] + mask.shape.sizes.dropFirst(2))), of: rows)
        }
        let y = try output(rows, trial)
        guard trial.updates.isEmpty, trial.losses.isEmpty, y.rank >= 1, y.shape[0] == rows.shape[0] else { return nil }
        return y.reshaped(to: Shape([x.shape[0], x.shape[1]] + y.shape.sizes.dropFirst()))
    }

    private func treatsSamplesAlone(_ layer: Layer) -> Bool {
        layer.isOneOfOurs && !(layer is OperationLayer) && !layer.needsBatchSize
            && layer.sublayers.allSatisfy(treatsSamplesAlone)
    }

    /// What the layer gives for some samples; as Keras, without its penalty on the output.
    private func output(_ x: Tensor, _ context: CallContext) throws -> Tensor {
        let outputs: [Tensor]
        do {
            outputs = try layer.call([x], CallArguments(tensors: 1), context)
        } catch let error as MyelinError {
            throw error.located(at: layer.name)
        }
        guard outputs.count == 1 else {
            throw MyelinError(.argument, "\(layer.name): expected a layer with one output, it has \(outputs.count)")
        }
        return outputs[0]
    }
}
