/// 1-D convolution of sequences, each channel by itself. Keras: `DepthwiseConv1D`.
///
/// - Input shape: (batch, steps, channels); with the channels first they are the second axis.
/// - Output shape: (batch, new steps, channels · multiplier).
/// - Weights: kernel (size, channels, multiplier), bias (channels · multiplier).
public final class DepthwiseConv1D: DepthwiseConvolution {
    override class var spatialRank: Int { 1 }
}
