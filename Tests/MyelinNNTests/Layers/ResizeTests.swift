import Myelin
import TestSupport
import Testing

/// Images of other sizes, as Keras' TensorFlow backend makes them.
struct ResizeTests {
    struct Case: Decodable, Sendable, CustomTestStringConvertible {
        let interpolation: String?
        let antialias: Bool?
        let cropToAspectRatio: Bool?
        let padToAspectRatio: Bool?
        let fillValue: Double?
        let size: [Int]
        let x: GoldenTensor
        let y: GoldenTensor

        enum CodingKeys: String, CodingKey {
            case interpolation, antialias, size, x, y
            case cropToAspectRatio = "crop_to_aspect_ratio"
            case padToAspectRatio = "pad_to_aspect_ratio"
            case fillValue = "fill_value"
        }

        var testDescription: String { "\(x.shape) to \(size) \(interpolation ?? "ratio") \(antialias ?? false)" }

        func callAsFunction(_ x: Tensor) throws -> Tensor {
            let interpolation = try #require(Interpolation(rawValue: interpolation ?? "bilinear"))
            return resize(
                x, to: (height: size[0], width: size[1]), interpolation: interpolation, antialias: antialias ?? false,
                cropToAspectRatio: cropToAspectRatio ?? false, padToAspectRatio: padToAspectRatio ?? false,
                fillValue: fillValue ?? 0)
        }
    }

    @Test(arguments: try golden("resize", as: GoldenCases<Case>.self).cases)
    func matchesKeras(_ test: Case) throws {
        #expect(try mismatch(try test(test.x.tensor), test.y, rtol: 2e-6, atol: 2e-6) == nil)
    }

    @Test func theGradientIsTheTransposeOfTheResizing() throws {
        // For a linear function f and any g: sum(f(x) · g) = sum(x · gradient).
        for test in try golden("resize", as: GoldenCases<Case>.self).cases where test.fillValue == nil {
            let x = test.x.tensor, y = try test(x)
            let g = Tensor((0..<y.count).map { Float(($0 * 37) % 11) - 5 }, shape: y.shape)
            let slope = try gradient(of: (y * g).sum(), withRespectTo: x)
            let (a, b) = (try (y * g).sum().scalar(Double.self), try (slope * x).sum().scalar(Double.self))
            #expect(abs(a - b) < 1e-4 * max(abs(a), 1), "\(test.testDescription): \(a) and \(b)")
        }
    }

    @Test func wholeNumbersStayOnesByNearestOnly() throws {
        let bytes = Tensor([1, 2, 3, 4] as [UInt8], shape: [2, 2, 1])
        #expect(resize(bytes, to: (height: 4, width: 4), interpolation: .nearest).dtype == .uint8)
        #expect(try resize(bytes, to: (height: 1, width: 1)).scalars() == [2.5])
    }

    @Test func whatCannotBeIsAnError() {
        let images = Tensor.zeros([1, 4, 4, 1])
        #expect(errorText { try resize(.zeros([4]), to: (height: 2, width: 2)).scalars() } != nil)
        #expect(
            errorText { try resize(images, to: (height: 0, width: 2)).scalars() }
                == "resize: expected a height and width of at least 1, got 0 and 2")
        #expect(
            errorText {
                try resize(images, to: (height: 2, width: 2), cropToAspectRatio: true, padToAspectRatio: true).scalars()
            } != nil)
    }
}
