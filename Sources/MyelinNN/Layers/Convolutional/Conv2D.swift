/// 2-D convolution of images. Keras: `Conv2D`.
///
/// - Input shape: (batch, height, width, channels), or (batch, channels, height, width) with the channels first.
/// - Output shape: (batch, new height, new width, filters).
/// - Weights: kernel (height, width, channels / groups, filters), bias (filters).
public final class Conv2D: PlainConvolution {
    override class var spatialRank: Int { 2 }
}
