/// The mean of each window over sequences. Keras: `AveragePooling1D`.
///
/// - Input shape: (batch, steps, channels); with the channels first they are the second axis.
/// - Output shape: (batch, new steps, channels).
public final class AveragePooling1D: MeanPooling {
    override class var spatialRank: Int { 1 }
}
