/// A convolutional LSTM over time, of images. Keras: `ConvLSTM2D`.
///
/// - Input shape: (batch, time, height, width, channels), or (batch, time, channels, height, width) with the channels first; then
///   the initial states h and c if they are given.
/// - Output shape: (batch, new height, new width, filters), with `returnSequences` with the time behind the batch; with
///   `returnState` the last h and c behind it.
/// - Weights: kernel (height, width, channels, 4 filters), recurrent kernel (height, width, filters, 4 filters), bias (4 filters).
public final class ConvLSTM2D: ConvLSTM {
    override class var spatialRank: Int { 2 }
}
