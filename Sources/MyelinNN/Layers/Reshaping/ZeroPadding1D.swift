/// Zeros around sequences. Keras: `ZeroPadding1D`.
///
/// - Input shape: (batch, steps, channels); with the channels first they are the second axis.
/// - Output shape: (batch, new steps, channels).
public final class ZeroPadding1D: ZeroPadding {
    override class var spatialRank: Int { 1 }
}
