/// The largest element of windows over volumes that give a wanted number of outputs. Keras: `AdaptiveMaxPooling3D`.
///
/// - Input shape: (batch, depth, height, width, channels); with the channels first they are the second axis.
/// - Output shape: (batch, output depth, output height, output width, channels).
public final class AdaptiveMaxPooling3D: AdaptiveMaximumPooling {
    override class var spatialRank: Int { 3 }
}
