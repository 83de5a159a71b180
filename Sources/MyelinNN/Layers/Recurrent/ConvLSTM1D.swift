/// A convolutional LSTM over time, of sequences. Keras: `ConvLSTM1D`.
///
/// - Input shape: (batch, time, steps, channels), or (batch, time, channels, steps) with the channels first; then
///   the initial states h and c if they are given.
/// - Output shape: (batch, new steps, filters), with `returnSequences` with the time behind the batch; with
///   `returnState` the last h and c behind it.
/// - Weights: kernel (size, channels, 4 filters), recurrent kernel (size, filters, 4 filters), bias (4 filters).
public final class ConvLSTM1D: ConvLSTM {
    override class var spatialRank: Int { 1 }
}
