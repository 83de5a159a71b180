/// The largest element of windows over sequences that give a wanted number of outputs. Keras: `AdaptiveMaxPooling1D`.
///
/// - Input shape: (batch, steps, channels); with the channels first they are the second axis.
/// - Output shape: (batch, outputs, channels).
public final class AdaptiveMaxPooling1D: AdaptiveMaximumPooling {
    override class var spatialRank: Int { 1 }
}
