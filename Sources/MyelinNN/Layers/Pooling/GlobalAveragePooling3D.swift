/// The mean of each channel over the whole volume. Keras: `GlobalAveragePooling3D`.
///
/// - Input shape: (batch, depth, height, width, channels); with the channels first they are the second axis.
/// - Output shape: (batch, channels), or with `keepDimensions` (batch, 1, 1, 1, channels).
public final class GlobalAveragePooling3D: GlobalMeanPooling {
    override class var spatialRank: Int { 3 }
}
