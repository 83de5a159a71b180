import MyelinCore
import TestSupport
import Testing

/// Convolutions that Winograd's kernels take, forward and both gradients, against the primitives in Float64; and that
/// those are the ones that run.
struct WinogradTests {
    struct Settings: Sendable, CustomStringConvertible {
        var image: Shape
        var filters: Int
        var padding = Padding.same
        var isActivated = true
        var hasBias = true

        var description: String {
            "\(image) to \(filters) \(padding)\(hasBias ? " bias" : "")\(isActivated ? " relu" : "")"
        }
    }

    static let settings: [Settings] = [
        .init(image: [4, 13, 13, 32], filters: 64, padding: .valid),
        .init(image: [9, 7, 7, 16], filters: 16), .init(image: [9, 8, 5, 32], filters: 16, isActivated: false),
        .init(image: [2, 17, 18, 16], filters: 24, hasBias: false),
        .init(image: [2, 18, 18, 24], filters: 32, isActivated: false, hasBias: false),
        .init(image: [1, 30, 31, 16], filters: 32, padding: .valid),
        .init(image: [32, 5, 6, 16], filters: 48, padding: .valid), .init(image: [3, 16, 16, 40], filters: 40),
        .init(image: [5, 41, 9, 16], filters: 16), .init(image: [40, 12, 11, 16], filters: 16),
        .init(image: [5, 41, 9, 32], filters: 40), .init(image: [9, 7, 7, 48], filters: 32, hasBias: false),
    ]

    @Test(arguments: settings)
    func agreesWithThePrimitives(_ test: Settings) throws {
        func body(_ inputs: [Tensor]) throws -> [Tensor] {
            let (x, kernel, bias) = (inputs[0], inputs[1], inputs[2])
            // What comes before and after shows that layouts fit.
            var y = convolution(x * 2, kernel, padding: test.padding)
            if test.hasBias { y = y + bias }
            if test.isActivated { y = relu(y) }
            let weights = Tensor(scattered(y.count, seed: 7), shape: y.shape).cast(to: y.dtype)
            return [y] + (try gradient(of: (y * weights).sum(), withRespectTo: [kernel, bias, x]))
        }
        let shapes = [test.image, Shape([3, 3, test.image[3], test.filters]), [test.filters]]
        let values = shapes.enumerated().map { scattered($1.count, seed: 3 + $0) }
        func function(_ dtype: DType, _ route: Route) throws -> CompiledFunction {
            try CompiledFunction(shapes.map { TensorType($0, dtype) }, route: route, body)
        }
        let compiled = try function(.float32, .compiled)
        let expected = try function(.float64, .decomposed)(values)
        for (found, wanted) in zip(try compiled(values), expected) {
            let size = wanted.map(abs).max() ?? 0
            #expect(mismatch(found, wanted, rtol: 0, atol: 1e-5 * max(size, 1)) == nil)
        }
        let ofKernel = min(test.image[3], test.filters) >= Winograd.fewestChannelsOfSums
        let calls = compiled.calls.filter { $0.hasPrefix("convolution") && $0.contains("winograd") }
        #expect(calls.count == (ofKernel ? 3 : 2))
    }

    /// Strided, dilated, grouped, 5 by 5, narrow and small ones are left to others.
    @Test func leavesTheRestAlone() throws {
        func calls(
            _ image: Shape, _ kernel: Shape, strides: [Int] = [1, 1], dilation: [Int] = [1, 1], groups: Int = 1
        ) throws
            -> [String]
        {
            try CompiledFunction([image, kernel].map { TensorType($0, .float32) }) {
                [convolution($0[0], $0[1], strides: strides, padding: .same, dilation: dilation, groups: groups)]
            }.calls
        }
        let image: Shape = [8, 16, 16, 32]
        #expect(try calls(image, [3, 3, 32, 32]).contains { $0.contains("winograd") })
        for others in [
            try calls(image, [3, 3, 32, 32], strides: [2, 2]), try calls(image, [3, 3, 32, 32], dilation: [2, 2]),
            try calls(image, [3, 3, 16, 32], groups: 2), try calls(image, [5, 5, 32, 32]),
            try calls(image, [3, 3, 32, 12]), try calls([8, 16, 16, 8], [3, 3, 8, 32]),
            try calls([1, 8, 8, 32], [3, 3, 32, 32]),
            try calls([64, 2, 2, 32], [3, 3, 32, 32]),
        ] {
            #expect(!others.contains { $0.contains("winograd") })
        }
    }
}
