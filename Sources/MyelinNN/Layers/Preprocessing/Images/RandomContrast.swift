import MyelinCore

/// Raises or lowers the contrast of images at random: `(x - mean) · c + mean` for each channel. Keras: `RandomContrast`.
///
/// The factor: c lies between 1 - the first and 1 + the second number; one number stands for 0 to x.
public final class RandomContrast: ColorAugmentation {
    override func augmented(_ x: Tensor, _ draws: ImageDraws) throws -> Tensor {
        let limits = try factorLimits()
        let contrast = draws.perImage((1 - limits.low, 1 + limits.high))
        let mean = x.mean(axes: [1], keepDimensions: true).mean(axes: [2], keepDimensions: true)
        return ((x - mean) * contrast + mean).clamped(to: valueRange)
    }
}
