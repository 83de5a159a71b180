import MyelinCore

/// Turns the hue of colours at random, half of the images the other way. Keras: `RandomHue`.
///
/// The factor: shares of half the circle of colours; one number stands for 0 to x.
public final class RandomHue: ColorAugmentation {
    override func augmented(_ x: Tensor, _ draws: ImageDraws) throws -> Tensor {
        try x.requireChannels([3])
        let turn = draws.signs([draws.batch, 1, 1, 1]) * draws.perImage(try factorLimits()) * 0.5
        let colors = x.scaled(from: valueRange, to: 0...1).hsv()
        var hue = colors.channel(0) + turn
        hue = select(hue.greater(1), hue - 1, hue)
        hue = select(hue.less(0), hue + 1, hue)
        let turned = Tensor.concatenated([hue, colors.channel(1), colors.channel(2)], axis: 3).rgb()
        return turned.clamped(to: 0...1).scaled(from: 0...1, to: valueRange)
    }
}
