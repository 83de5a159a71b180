/// The mean of each channel over the whole image. Keras: `GlobalAveragePooling2D`.
///
/// - Input shape: (batch, height, width, channels); with the channels first they are the second axis.
/// - Output shape: (batch, channels), or with `keepDimensions` (batch, 1, 1, channels).
public final class GlobalAveragePooling2D: GlobalMeanPooling {
    override class var spatialRank: Int { 2 }
}
