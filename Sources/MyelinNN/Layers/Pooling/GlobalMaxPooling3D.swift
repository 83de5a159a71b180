/// The largest element of each channel over the whole volume. Keras: `GlobalMaxPooling3D`.
///
/// - Input shape: (batch, depth, height, width, channels); with the channels first they are the second axis.
/// - Output shape: (batch, channels), or with `keepDimensions` (batch, 1, 1, 1, channels).
public final class GlobalMaxPooling3D: GlobalMaximumPooling {
    override class var spatialRank: Int { 3 }
}
