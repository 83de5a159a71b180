import MyelinCore

/// What the layers have in common that make one tensor of several, element by element. Keras' base of `Add` and its kin.
///
/// Shapes are broadcast. Inputs with fewer axes get axes of size 1 behind the batch axis.
open class MergingLayer: Layer {
    public override init(name: String? = nil) { super.init(name: name) }

    public convenience init(config: Config) throws { self.init(name: try config.string("name")) }

    /// The fewest and the most inputs.
    open var inputCounts: ClosedRange<Int> { 2...Int.max }

    /// Makes one of two; inputs are taken from left to right.
    open func merge(_ a: Tensor, _ b: Tensor) -> Tensor { a }

    /// Ends the computation for some number of inputs.
    open func finish(_ merged: Tensor, count: Int) -> Tensor { merged }

    public override var supportsMasking: Bool { true }

    /// As Keras: a step counts if it does in any of the inputs; all do if one input has no mask.
    public override func computeMask(
        _ inputs: [Tensor], _ masks: [Tensor?], _ outputs: [Tensor]
    ) throws -> [Tensor?] {
        let present = masks.compactMap { $0 }
        guard let first = present.first, present.count == masks.count else { return [nil] }
        return [present.dropFirst().reduce(first) { $0.or($1) }]
    }

    open override func call(_ inputs: [Tensor], _ context: CallContext) throws -> [Tensor] {
        guard inputCounts.contains(inputs.count) else {
            let most = inputCounts.upperBound == inputCounts.lowerBound ? "exactly" : "at least"
            throw MyelinError(
                .shape, "\(className): expected \(most) \(inputCounts.lowerBound) inputs, got \(inputs.count)")
        }
        let rank = inputs.map(\.rank).max() ?? 0
        let same = inputs.map { input in
            (input.rank..<rank).reduce(input) { x, _ in x.expanded(at: min(1, x.rank)) }
        }
        for input in same.dropFirst() where Shape.broadcast(same[0].shape, input.shape) == nil {
            throw MyelinError(
                .shape, "\(className): cannot merge shapes \(inputs.map { "\($0.shape)" }.joined(separator: " and "))")
        }
        return [finish(same.dropFirst().reduce(same[0]) { merge($0, $1) }, count: inputs.count)]
    }
}
