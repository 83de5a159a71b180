/// Transposed 1-D convolution of sequences. Keras: `Conv1DTranspose`.
///
/// - Input shape: (batch, steps, channels); with the channels first they are the second axis.
/// - Output shape: (batch, new steps, filters).
/// - Weights: kernel (size, filters, channels), bias (filters).
public final class Conv1DTranspose: TransposedConvolution {
    override class var spatialRank: Int { 1 }
}
