/// Transposed 3-D convolution of volumes. Keras: `Conv3DTranspose`.
///
/// - Input shape: (batch, depth, height, width, channels); with the channels first they are the second axis.
/// - Output shape: (batch, new depth, new height, new width, filters).
/// - Weights: kernel (depth, height, width, filters, channels), bias (filters).
public final class Conv3DTranspose: TransposedConvolution {
    override class var spatialRank: Int { 3 }
}
