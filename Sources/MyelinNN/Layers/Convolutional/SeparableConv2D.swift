/// 2-D convolution of images in two steps: each channel by itself, then across channels. Keras: `SeparableConv2D`.
///
/// - Input shape: (batch, height, width, channels); with the channels first they are the second axis.
/// - Output shape: (batch, new height, new width, filters).
/// - Weights: depthwise kernel (height, width, channels, multiplier), pointwise kernel (1, 1, channels · multiplier, filters),
///   bias (filters).
public final class SeparableConv2D: SeparableConvolution {
    override class var spatialRank: Int { 2 }
}
