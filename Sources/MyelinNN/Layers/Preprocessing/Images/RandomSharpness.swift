import MyelinCore

/// Blurs or sharpens images at random. Keras: `RandomSharpness`.
///
/// The factor: 0 blurs, 0.5 keeps an image as it is, 1 sharpens; one number stands for 0 to x.
public final class RandomSharpness: ColorAugmentation {
    override func augmented(_ x: Tensor, _ draws: ImageDraws) throws -> Tensor {
        let sharpness = draws.perImage(try factorLimits()) * 2.0
        let channels = x.shape[3], side = Float(1.0 / 13), center = Float(5.0 / 13)
        let kernel = Tensor([side, side, side, side, center, side, side, side, side], shape: [3, 3, 1, 1])
            .cast(to: x.dtype).broadcast(to: [3, 3, 1, channels])
        let smooth = convolution(x, kernel, padding: .same, groups: channels)
        return (x + (1 - sharpness) * (smooth - x)).clamped(to: valueRange)
    }
}
