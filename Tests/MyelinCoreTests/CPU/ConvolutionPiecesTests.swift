import CVectorKernels
import MyelinCore
import TestSupport
import Testing

/// oneDNN's convolutions of batches that are dealt out to the threads, forward and both gradients, against the primitives
/// in Float64.
struct ConvolutionPiecesTests {
    struct Settings: Sendable {
        var image, kernel: Shape
        var strides = [2, 2]
        var dilation = [1, 1]
        var groups = 1
        /// How many of the three are dealt out.
        var pieces = 3
    }

    /// Images of a batch for each of two or four threads; the last ones cannot be dealt out.
    static let settings: [Settings] = [
        .init(image: [16, 9, 8, 16], kernel: [3, 3, 16, 24]),
        .init(image: [16, 8, 7, 16], kernel: [1, 1, 16, 32]),
        .init(image: [32, 7, 9, 3], kernel: [3, 3, 3, 10]),
        .init(image: [16, 8, 8, 16], kernel: [3, 3, 1, 16], strides: [1, 1], groups: 16),
        .init(image: [16, 9, 9, 8], kernel: [3, 3, 8, 8], strides: [1, 1], dilation: [2, 2]),
        .init(image: [16, 3, 3, 64], kernel: [3, 3, 64, 64], pieces: 2),
        .init(image: [17, 8, 8, 16], kernel: [3, 3, 16, 16], pieces: 0),
        .init(image: [1, 8, 8, 16], kernel: [3, 3, 16, 16], pieces: 0),
    ]

    @Test(arguments: settings.indices)
    func agreesWithThePrimitives(_ index: Int) throws {
        let test = Self.settings[index], filters = test.kernel[3]
        func body(_ inputs: [Tensor]) throws -> [Tensor] {
            let (x, kernel, bias) = (inputs[0], inputs[1], inputs[2])
            let convolved = convolution(
                x, kernel, strides: test.strides, padding: .same, dilation: test.dilation, groups: test.groups)
            let y = relu(convolved + bias)
            let weights = Tensor(scattered(y.count, seed: 7), shape: y.shape).cast(to: y.dtype)
            return [y] + (try gradient(of: (y * weights).sum(), withRespectTo: [kernel, bias, x]))
        }
        let shapes: [Shape] = [test.image, test.kernel, [filters]]
        let values = shapes.enumerated().map { scattered($1.count, seed: 3 + $0) }
        func function(_ dtype: DType, _ route: Route) throws -> CompiledFunction {
            try CompiledFunction(shapes.map { TensorType($0, dtype) }, route: route, body)
        }
        let compiled = try function(.float32, .compiled)
        let expected = try function(.float64, .decomposed)(values)
        for _ in 0..<2 {  // the sums of the first run must not be in those of the second
            for (found, wanted) in zip(try compiled(values), expected) {
                let size = wanted.map(abs).max() ?? 0
                #expect(mismatch(found, wanted, rtol: 0, atol: 1e-5 * max(size, 1)) == nil)
            }
        }
        guard [2, 4].contains(myelin_thread_count()) else { return }
        #expect(compiled.calls.filter { $0.hasSuffix("pieces") }.count == test.pieces, "\(compiled.calls)")
    }
}
