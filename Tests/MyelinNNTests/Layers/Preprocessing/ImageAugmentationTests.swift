import Myelin
import MyelinNN
import TestSupport
import Testing

/// What image layers do for training, where nothing is left to chance, and that they are as random as they say.
struct ImageAugmentationTests {
    struct File: Decodable, Sendable {
        let augmentations: [Case]
        let transforms: Transforms
    }

    struct Case: Decodable, Sendable, CustomTestStringConvertible {
        let name: String
        let arguments: GoldenArguments
        let input: GoldenTensor
        let output: GoldenTensor

        var testDescription: String { "\(name) \(arguments.values)" }

        func layer() throws -> Layer {
            var settings = arguments.values
            settings["name"] = "layer"
            return try Registry.layers.make(name, config: settings)
        }
    }

    struct Transforms: Decodable, Sendable {
        struct Case: Decodable, Sendable {
            let interpolation: String
            let fillMode: String
            let output: GoldenTensor

            enum CodingKeys: String, CodingKey {
                case interpolation, output
                case fillMode = "fill_mode"
            }
        }
        let input: GoldenTensor
        let transforms: GoldenTensor
        let fillValue: Double
        let cases: [Case]

        enum CodingKeys: String, CodingKey {
            case input, transforms, cases
            case fillValue = "fill_value"
        }
    }

    private static let file = Result { try golden("preprocessing", as: File.self) }

    @Test(arguments: try file.get().augmentations)
    func trainsAsKeras(_ test: Case) throws {
        let layer = try test.layer()
        let output = try layer(test.input.tensor, training: true)
        #expect(try mismatch(output, test.output, rtol: 2e-5, atol: 2e-3) == nil)
        var settings = layer.config
        settings["name"] = "copy"
        #expect(try Registry.layers.make(layer.className, config: settings).config == layer.config)
    }

    @Test func projectsAsTensorFlow() throws {
        let file = try Self.file.get().transforms
        for test in file.cases {
            let output = projectiveTransform(
                file.input.tensor, file.transforms.tensor, interpolation: Interpolation(rawValue: test.interpolation)!,
                fillMode: FillMode(rawValue: test.fillMode)!, fillValue: file.fillValue)
            #expect(
                try mismatch(output, test.output, rtol: 1e-5, atol: 1e-3) == nil,
                "\(test.interpolation) \(test.fillMode)")
        }
    }

    /// Layers that draw, with settings under which nearly every image changes.
    private static let random: [@Sendable () -> ImageAugmentation] = [
        { AugMix(seed: 3) }, { CutMix(seed: 3) }, { MixUp(1, seed: 3) }, { RandAugment(numOps: 3, seed: 5) },
        { RandomBrightness(0.5, seed: 3) }, { RandomColorDegeneration(0.5, seed: 3) },
        { RandomColorJitter(brightnessFactor: 0.3, hueFactor: 0.5, seed: 3) }, { RandomContrast(0.9, seed: 3) },
        { RandomCrop(height: 4, width: 5, seed: 3) }, { RandomElasticTransform(.range(1, 1), seed: 3) },
        { RandomErasing(.range(1, 1), scale: .range(0.3, 0.9), seed: 3) }, { RandomFlip(.horizontal, seed: 3) },
        { RandomGaussianBlur(.range(1, 1), seed: 3) }, { RandomGrayscale(0.5, seed: 3) }, { RandomHue(0.9, seed: 3) },
        { RandomInvert(.range(0.5, 0.5), seed: 3) }, { RandomPerspective(.range(1, 1), seed: 3) },
        { RandomPosterization(.range(1, 6), seed: 3) }, { RandomRotation(0.4, seed: 3) },
        { RandomSaturation(0.8, seed: 3) }, { RandomSharpness(.range(0, 1), seed: 3) },
        { RandomShear(0.5, 0.3, seed: 3) },
        { RandomTranslation(0.4, 0.4, seed: 3) }, { RandomZoom(0.5, seed: 3) },
        { Solarization(0.2, thresholdFactor: 0.9, seed: 3) },
    ]

    @Test(arguments: random.indices)
    func drawsForTrainingAlone(_ index: Int) throws {
        let values = (0..<1008).map { (place: Int) -> Float in Float(place * 37 % 256) }
        let images = Tensor(values, shape: [6, 8, 7, 3])
        let layer = Self.random[index](), twin = Self.random[index]()
        #expect(try layer(images).scalars() == values, "\(layer.className) is no identity when it is used")
        let first = try layer(images, training: true)
        #expect(first.shape == (layer is RandomCrop ? [6, 4, 5, 3] : images.shape))
        let drawn = try first.scalars()
        #expect(drawn.allSatisfy { $0.isFinite }, "\(layer.className)")
        #expect(try twin(images, training: true).scalars() == drawn, "\(layer.className): the same seed, other numbers")
        if !(layer is RandomCrop) { #expect(drawn != values, "\(layer.className) changes nothing") }
    }

    @Test func refusesWhatCannotBe() throws {
        let images = Tensor.zeros([1, 4, 4, 2])
        let layers: [(Layer, String)] = [
            (RandomRotation(2), "factor: expected one number or two from -1.0 to 1.0, got 2.0"),
            (RandomHue(0.5), "expected images with 3 channels, got 2"),
            (RandomGaussianBlur(kernelSize: 2), "kernelSize: expected two odd numbers"),
            (MixUp(-1), "alpha: expected a number above 0"),
            (RandomElasticTransform(scale: .range(0, 1e308)), "scale: expected numbers from 0 to 1, got 0.0 to 1e+308"),
            (RandAugment(factor: .range(0, 1e308)), "Factor: expected one number or two from 0.0 to 1.0"),
            (CenterCrop(height: 0, width: 2), "height: expected a number of at least 1"),
            (
                Resizing(height: 2, width: 2, cropToAspectRatio: true, padToAspectRatio: true),
                "either cropped or padded"
            ),
        ]
        for (layer, message) in layers {
            let text = errorText { _ = try layer(images, training: true).scalars() }
            #expect(text?.contains(message) ?? false, "\(text ?? "no error")")
        }
    }
}
