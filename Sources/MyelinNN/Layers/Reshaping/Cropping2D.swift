/// Cuts images at their ends. Keras: `Cropping2D`.
///
/// - Input shape: (batch, height, width, channels); with the channels first they are the second axis.
/// - Output shape: (batch, new height, new width, channels).
public final class Cropping2D: Cropping {
    override class var spatialRank: Int { 2 }
    override class var defaultAmount: Int { 0 }
}
