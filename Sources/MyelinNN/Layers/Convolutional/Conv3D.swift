/// 3-D convolution of volumes or of images over time. Keras: `Conv3D`.
///
/// - Input shape: (batch, depth, height, width, channels), or with the channels as the second axis if they are first.
/// - Output shape: (batch, new depth, new height, new width, filters).
/// - Weights: kernel (depth, height, width, channels / groups, filters), bias (filters).
public final class Conv3D: PlainConvolution {
    override class var spatialRank: Int { 3 }
}
