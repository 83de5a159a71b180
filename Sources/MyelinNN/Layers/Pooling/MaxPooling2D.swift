/// The largest element of each window over images. Keras: `MaxPooling2D`.
///
/// - Input shape: (batch, height, width, channels); with the channels first they are the second axis.
/// - Output shape: (batch, new height, new width, channels).
public final class MaxPooling2D: MaximumPooling {
    override class var spatialRank: Int { 2 }
}
