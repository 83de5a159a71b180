/// The largest element of each channel over the whole sequence. Keras: `GlobalMaxPooling1D`.
///
/// - Input shape: (batch, steps, channels); with the channels first they are the second axis.
/// - Output shape: (batch, channels), or with `keepDimensions` (batch, 1, channels).
public final class GlobalMaxPooling1D: GlobalMaximumPooling {
    override class var spatialRank: Int { 1 }
}
