/// The largest element of each window over sequences. Keras: `MaxPooling1D`.
///
/// - Input shape: (batch, steps, channels); with the channels first they are the second axis.
/// - Output shape: (batch, new steps, channels).
public final class MaxPooling1D: MaximumPooling {
    override class var spatialRank: Int { 1 }
}
