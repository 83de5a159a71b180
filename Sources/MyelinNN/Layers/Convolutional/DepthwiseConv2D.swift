/// 2-D convolution of images, each channel by itself. Keras: `DepthwiseConv2D`.
///
/// - Input shape: (batch, height, width, channels); with the channels first they are the second axis.
/// - Output shape: (batch, new height, new width, channels · multiplier).
/// - Weights: kernel (height, width, channels, multiplier), bias (channels · multiplier).
public final class DepthwiseConv2D: DepthwiseConvolution {
    override class var spatialRank: Int { 2 }
}
