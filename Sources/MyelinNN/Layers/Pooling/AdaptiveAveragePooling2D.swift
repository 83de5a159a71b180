/// The mean of windows over images that give a wanted number of outputs. Keras: `AdaptiveAveragePooling2D`.
///
/// - Input shape: (batch, height, width, channels); with the channels first they are the second axis.
/// - Output shape: (batch, output height, output width, channels).
public final class AdaptiveAveragePooling2D: AdaptiveMeanPooling {
    override class var spatialRank: Int { 2 }
}
