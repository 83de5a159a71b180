/// A convolutional LSTM over time, of volumes. Keras: `ConvLSTM3D`.
///
/// - Input shape: (batch, time, depth, height, width, channels), or (batch, time, channels, depth, height, width) with the channels first; then
///   the initial states h and c if they are given.
/// - Output shape: (batch, new depth, new height, new width, filters), with `returnSequences` with the time behind the batch; with
///   `returnState` the last h and c behind it.
/// - Weights: kernel (depth, height, width, channels, 4 filters), recurrent kernel (depth, height, width, filters, 4 filters), bias (4 filters).
public final class ConvLSTM3D: ConvLSTM {
    override class var spatialRank: Int { 3 }
}
