/// Cuts sequences at their ends. Keras: `Cropping1D`.
///
/// - Input shape: (batch, steps, channels).
/// - Output shape: (batch, new steps, channels).
public final class Cropping1D: Cropping {
    override class var spatialRank: Int { 1 }
    override class var hasDataFormat: Bool { false }
}
