/// 1-D convolution of sequences. Keras: `Conv1D`.
///
/// - Input shape: (batch, steps, channels), or (batch, channels, steps) with the channels first.
/// - Output shape: (batch, new steps, filters).
/// - Weights: kernel (size, channels / groups, filters), bias (filters).
public final class Conv1D: PlainConvolution {
    override class var spatialRank: Int { 1 }
}
