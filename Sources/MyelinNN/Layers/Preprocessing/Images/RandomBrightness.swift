import MyelinCore

/// Makes images brighter or darker by random amounts. Keras: `RandomBrightness`.
///
/// The factor: shares of the range of values; one number stands for -x to x.
public final class RandomBrightness: ColorAugmentation {
    override var factorBounds: ClosedRange<Double> { -1...1 }

    override func augmented(_ x: Tensor, _ draws: ImageDraws) throws -> Tensor {
        let delta = draws.perImage(try factorLimits()) * (valueRange.upperBound - valueRange.lowerBound)
        return (x + delta).clamped(to: valueRange)
    }
}
