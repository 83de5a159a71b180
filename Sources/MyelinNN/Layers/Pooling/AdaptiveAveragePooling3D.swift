/// The mean of windows over volumes that give a wanted number of outputs. Keras: `AdaptiveAveragePooling3D`.
///
/// - Input shape: (batch, depth, height, width, channels); with the channels first they are the second axis.
/// - Output shape: (batch, output depth, output height, output width, channels).
public final class AdaptiveAveragePooling3D: AdaptiveMeanPooling {
    override class var spatialRank: Int { 3 }
}
