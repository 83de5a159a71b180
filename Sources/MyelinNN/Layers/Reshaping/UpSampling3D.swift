/// Repeats each element of volumes along the three spatial axes. Keras: `UpSampling3D`.
///
/// - Input shape: (batch, depth, height, width, channels); with the channels first they are the second axis.
/// - Output shape: (batch, size · depth, size · height, size · width, channels).
public final class UpSampling3D: UpSampling {
    override class var spatialRank: Int { 3 }
}
