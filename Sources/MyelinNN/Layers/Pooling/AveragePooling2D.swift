/// The mean of each window over images. Keras: `AveragePooling2D`.
///
/// - Input shape: (batch, height, width, channels); with the channels first they are the second axis.
/// - Output shape: (batch, new height, new width, channels).
public final class AveragePooling2D: MeanPooling {
    override class var spatialRank: Int { 2 }
}
