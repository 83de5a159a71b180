/// 1-D convolution of sequences in two steps: each channel by itself, then across channels. Keras: `SeparableConv1D`.
///
/// - Input shape: (batch, steps, channels); with the channels first they are the second axis.
/// - Output shape: (batch, new steps, filters).
/// - Weights: depthwise kernel (size, channels, multiplier), pointwise kernel (1, channels · multiplier, filters),
///   bias (filters).
public final class SeparableConv1D: SeparableConvolution {
    override class var spatialRank: Int { 1 }
}
