/// The mean of each window over volumes. Keras: `AveragePooling3D`.
///
/// - Input shape: (batch, depth, height, width, channels); with the channels first they are the second axis.
/// - Output shape: (batch, new depth, new height, new width, channels).
public final class AveragePooling3D: MeanPooling {
    override class var spatialRank: Int { 3 }
}
