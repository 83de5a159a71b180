/// Cuts volumes at their ends. Keras: `Cropping3D`.
///
/// - Input shape: (batch, depth, height, width, channels); with the channels first they are the second axis.
/// - Output shape: (batch, new depth, new height, new width, channels).
public final class Cropping3D: Cropping {
    override class var spatialRank: Int { 3 }
}
