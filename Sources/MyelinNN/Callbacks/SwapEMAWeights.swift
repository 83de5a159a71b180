import MyelinCore

/// Puts the moving averages of the weights in their place while the model is evaluated, and the weights back afterwards.
/// Keras: `SwapEMAWeights`.
///
/// For optimizers whose options have `useEMA`. When training ends the weights are the averages, as they are without the
/// callback.
public final class SwapEMAWeights: Callback {
    private let swapsOnEpoch: Bool
    /// Whether the model has the averages now, and the optimizer the weights.
    private var isSwapped = false

    /// - Parameter swapOnEpoch: whether the averages are in the model at the end of each epoch, too, for the callbacks that
    ///   come after this one, such as `ModelCheckpoint`.
    public init(swapOnEpoch: Bool = false) { swapsOnEpoch = swapOnEpoch }

    public override func onTrainBegin() { isSwapped = false }
    public override func onEpochBegin(_ epoch: Int) throws { if swapsOnEpoch { try swap(to: false) } }
    public override func onEpochEnd(_ epoch: Int, logs: inout Logs) throws { if swapsOnEpoch { try swap(to: true) } }
    public override func onTestBegin() throws { try swap(to: true) }
    public override func onTestEnd(logs: Logs) throws { try swap(to: false) }

    /// The optimizer ends by writing its averages into the weights: it must have them.
    override func onTrainFinalizing() throws { try swap(to: false) }

    private func swap(to swapped: Bool) throws {
        guard let model, swapped != isSwapped else { return }
        guard let optimizer = model.optimizer else {
            throw MyelinError(.training, "SwapEMAWeights: \(model.name) is not compiled and has no optimizer")
        }
        let pairs = try optimizer.averages(of: model.trainableWeights)
        guard !pairs.isEmpty else {
            throw MyelinError(
                .argument,
                "SwapEMAWeights: expected an optimizer with useEMA, which \(optimizer.className) does not have set")
        }
        guard optimizer.iterations.scalar > 0 else {
            throw MyelinError(.training, "SwapEMAWeights: there are no averages before the first step of training")
        }
        for (weight, average) in pairs {
            let kept = try weight.exactValue.detached()
            try weight.assign(average.exactValue)
            try average.assign(kept)
        }
        isSwapped = swapped
    }

    public override var state: ConfigValue { ["is_swapped": .bool(isSwapped)] }

    public override func restore(_ state: ConfigValue) throws {
        guard case .object(let fields) = state else { return }
        isSwapped = try Config(fields, owner: "SwapEMAWeights").bool("is_swapped", default: false)
    }
}
