/// Zeros around volumes. Keras: `ZeroPadding3D`.
///
/// - Input shape: (batch, depth, height, width, channels); with the channels first they are the second axis.
/// - Output shape: (batch, new depth, new height, new width, channels).
public final class ZeroPadding3D: ZeroPadding {
    override class var spatialRank: Int { 3 }
}
