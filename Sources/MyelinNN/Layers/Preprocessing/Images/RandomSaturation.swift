import MyelinCore

/// Changes the saturation of colours at random. Keras: `RandomSaturation`.
///
/// The factor: 0.5 keeps the saturation, 0 takes it away, 1 raises it to the utmost; one number stands for -x to x.
public final class RandomSaturation: ColorAugmentation {
    override var factorBounds: ClosedRange<Double> { -1...1 }

    override func augmented(_ x: Tensor, _ draws: ImageDraws) throws -> Tensor {
        try x.requireChannels([3])
        // Keras' `epsilon()`.
        let factor = draws.perImage(try factorLimits())
        let scale = factor / (1 - factor + 1e-7)
        let colors = x.hsv()
        let saturation = (colors.channel(1) * scale).clamped(to: valueRange)
        return Tensor.concatenated([colors.channel(0), saturation, colors.channel(2)], axis: 3).rgb()
    }
}
