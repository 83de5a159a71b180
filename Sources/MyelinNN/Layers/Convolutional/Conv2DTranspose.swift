/// Transposed 2-D convolution of images. Keras: `Conv2DTranspose`.
///
/// - Input shape: (batch, height, width, channels); with the channels first they are the second axis.
/// - Output shape: (batch, new height, new width, filters).
/// - Weights: kernel (height, width, filters, channels), bias (filters).
public final class Conv2DTranspose: TransposedConvolution {
    override class var spatialRank: Int { 2 }
}
