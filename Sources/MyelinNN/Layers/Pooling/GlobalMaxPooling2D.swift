/// The largest element of each channel over the whole image. Keras: `GlobalMaxPooling2D`.
///
/// - Input shape: (batch, height, width, channels); with the channels first they are the second axis.
/// - Output shape: (batch, channels), or with `keepDimensions` (batch, 1, 1, channels).
public final class GlobalMaxPooling2D: GlobalMaximumPooling {
    override class var spatialRank: Int { 2 }
}
