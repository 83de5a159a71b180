import MyelinCore

/// The augmentations among which `RandAugment` and `AugMix` choose, all of one strength.
struct AugmentationSet {
    let layers: [ImageAugmentation]

    /// - Parameter all: whether those are among them by which test sets are spoiled (brightness, contrast, …).
    init(
        factor: (low: Double, high: Double), valueRange: ClosedRange<Double>, interpolation: Interpolation, all: Bool
    ) {
        let range = RandomFactor.range(factor.low, factor.high)
        let bits = RandomFactor.number(max(1, (8 * factor.high).rounded(.down)))
        let colors: [ImageAugmentation] = [
            RandomBrightness(range, valueRange: valueRange), RandomColorDegeneration(range, valueRange: valueRange),
            RandomContrast(range, valueRange: valueRange), RandomSharpness(range, valueRange: valueRange),
        ]
        layers =
            [
                RandomShear(range, range, interpolation: interpolation),
                RandomTranslation(range, range, interpolation: interpolation),
                RandomRotation(range, interpolation: interpolation),
            ] + (all ? colors : []) + [
                RandomPosterization(bits, valueRange: valueRange),
                Solarization(range, thresholdFactor: range, valueRange: valueRange),
                AutoContrast(valueRange: valueRange), Equalization(valueRange: valueRange),
            ]
    }
}
