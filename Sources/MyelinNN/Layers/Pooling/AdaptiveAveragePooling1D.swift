/// The mean of windows over sequences that give a wanted number of outputs. Keras: `AdaptiveAveragePooling1D`.
///
/// - Input shape: (batch, steps, channels); with the channels first they are the second axis.
/// - Output shape: (batch, outputs, channels).
public final class AdaptiveAveragePooling1D: AdaptiveMeanPooling {
    override class var spatialRank: Int { 1 }
}
