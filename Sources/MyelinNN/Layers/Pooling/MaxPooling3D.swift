/// The largest element of each window over volumes. Keras: `MaxPooling3D`.
///
/// - Input shape: (batch, depth, height, width, channels); with the channels first they are the second axis.
/// - Output shape: (batch, new depth, new height, new width, channels).
public final class MaxPooling3D: MaximumPooling {
    override class var spatialRank: Int { 3 }
}
