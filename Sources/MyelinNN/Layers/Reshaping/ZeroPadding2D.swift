/// Zeros around images. Keras: `ZeroPadding2D`.
///
/// - Input shape: (batch, height, width, channels); with the channels first they are the second axis.
/// - Output shape: (batch, new height, new width, channels).
public final class ZeroPadding2D: ZeroPadding {
    override class var spatialRank: Int { 2 }
}
