import MyelinCore

/// The mean of each channel over a sequence; steps that a mask leaves out do not count. Keras: `GlobalAveragePooling1D`.
///
/// - Input shape: (batch, steps, channels), or (batch, channels, steps) with the channels first.
/// - Output shape: (batch, channels), or with `keepDimensions` (batch, 1, channels).
public final class GlobalAveragePooling1D: GlobalMeanPooling {
    override class var spatialRank: Int { 1 }

    public override var supportsMasking: Bool { true }

    /// The steps end here, and their mask with them.
    public override func computeMask(_ inputs: [Tensor], _ masks: [Tensor?], _ outputs: [Tensor]) -> [Tensor?] {
        [nil]
    }

    override func pooled(_ x: Tensor, _ context: CallContext) throws -> Tensor {
        guard let mask = context.mask(of: x) else { return try super.pooled(x, context) }
        let counts = mask.expanded(at: dataFormat.channelAxis(rank: 3)).cast(to: .bool)
        let kept = select(counts, x, 0)
        return kept.sum(axes: spatialAxes, keepDimensions: keepsDimensions)
            / counts.cast(to: x.dtype).sum(axes: spatialAxes, keepDimensions: keepsDimensions)
    }
}
