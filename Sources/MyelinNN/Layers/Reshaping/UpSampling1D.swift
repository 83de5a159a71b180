import MyelinCore

/// Repeats each step of sequences. Keras: `UpSampling1D`.
///
/// - Input shape: (batch, steps, channels).
/// - Output shape: (batch, size · steps, channels).
public final class UpSampling1D: UpSampling {
    override class var spatialRank: Int { 1 }
    override class var hasDataFormat: Bool { false }

    /// Keras takes a number alone.
    public override var config: ConfigObject {
        super.config.merging(["size": .int(size.first ?? 1)]) { $1 }
    }
}
