import MyelinCore

/// Takes colour out of images at random, or adds to it. Keras: `RandomColorDegeneration`.
///
/// The factor: shares of the way to gray; one number stands for -x to x.
public final class RandomColorDegeneration: ColorAugmentation {
    override var factorBounds: ClosedRange<Double> { -1...1 }

    override func augmented(_ x: Tensor, _ draws: ImageDraws) throws -> Tensor {
        try x.requireChannels([1, 3])
        let share = draws.perImage(try factorLimits())
        return (x + share * (x.grayscale() - x)).clamped(to: valueRange)
    }
}
