import MyelinCore

/// Leaves a random number of bits of each value. Keras: `RandomPosterization`.
///
/// The factor: how many of 8 bits are kept; one number stands for 1 to x, of which x is left out.
public final class RandomPosterization: ColorAugmentation {
    override var factorBounds: ClosedRange<Double> { 1...8 }

    override func augmented(_ x: Tensor, _ draws: ImageDraws) throws -> Tensor {
        let limits = try factorLimits()
        // Keras: the upper end is not drawn.
        let bits = floor(draws.perImage(limits)).cast(to: .int32)
        let steps = Tensor((0...8).map { Float(1 << (8 - $0)) }).gathered(bits.flattened()).cast(to: x.dtype)
        let step = steps.reshaped(to: [draws.batch, 1, 1, 1])
        let bytes = floor(x.scaled(from: valueRange, to: byteRange))
        return (floor(bytes / step) * step).scaled(from: byteRange, to: valueRange)
    }
}
