import MyelinCore
import TestSupport
import Testing

/// Convolutions over one to a few channels with what usually stands behind them: bias, relu and a maximum pool, forward
/// and backward, against the primitives in Float64.
struct FewChannelsTests {
    struct Settings: Sendable, CustomStringConvertible {
        var image: Shape
        var size = [3, 3]
        var filters = 32
        var strides = [1, 1]
        var padding = Padding.valid
        var pool: [Int]? = [2, 2]
        var poolStrides: [Int]?
        var poolPadding = Padding.valid
        var isActivated = true

        var description: String {
            "\(image) \(size) by \(strides) \(padding) to \(filters), pool \(pool ?? []) by \(poolStrides ?? pool ?? []) \(poolPadding)\(isActivated ? " relu" : "")"
        }
    }

    static let settings: [Settings] = [
        .init(image: [3, 10, 11, 1]), .init(image: [3, 10, 11, 2], filters: 16),
        .init(image: [2, 10, 11, 3], filters: 48),
        .init(image: [2, 9, 9, 4], size: [2, 3]), .init(image: [1, 28, 28, 1]),
        .init(image: [5, 7, 7, 1], size: [5, 5], filters: 8),
        .init(image: [2, 9, 9, 1], padding: .same), .init(image: [2, 9, 9, 3], strides: [2, 2], padding: .same),
        .init(image: [2, 9, 9, 1], isActivated: false), .init(image: [2, 9, 9, 1], pool: nil),
        .init(image: [2, 9, 9, 1], pool: nil, isActivated: false),
        .init(image: [2, 11, 11, 1], pool: [3, 3], poolStrides: [2, 2]),
        .init(image: [2, 11, 10, 1], pool: [3, 2], poolStrides: [1, 1], poolPadding: .same),
        .init(image: [2, 12, 11, 1], pool: [2, 2], poolStrides: [3, 3]), .init(image: [2, 9, 9, 5]),
        .init(image: [1, 40, 40, 1], size: [3, 3], pool: [17, 17]),
        .init(image: [2, 9, 9, 1], filters: 20), .init(image: [4, 3, 3, 1], pool: [1, 1]),
    ]

    @Test(arguments: settings)
    func agreesWithThePrimitives(_ test: Settings) throws {
        func body(_ inputs: [Tensor]) throws -> [Tensor] {
            let (x, kernel, bias) = (inputs[0], inputs[1], inputs[2])
            var y = convolution(x, kernel, strides: test.strides, padding: test.padding) + bias
            if test.isActivated { y = relu(y) }
            if let pool = test.pool {
                y = maximumPool(y, size: pool, strides: test.poolStrides, padding: test.poolPadding)
            }
            let weights = Tensor(scattered(y.count, seed: 7), shape: y.shape).cast(to: y.dtype)
            return [y] + (try gradient(of: (y * weights).sum(), withRespectTo: [kernel, bias, x]))
        }
        let shapes = [test.image, Shape(test.size + [test.image[3], test.filters]), [test.filters]]
        let values = shapes.enumerated().map { scattered($1.count, seed: 3 + $0) }
        func results(_ dtype: DType, _ route: Route) throws -> [[Double]] {
            try CompiledFunction(shapes.map { TensorType($0, dtype) }, route: route, body)(values)
        }
        let expected = try results(.float64, .decomposed)
        for (found, wanted) in zip(try results(.float32, .compiled), expected) {
            #expect(mismatch(found, wanted, rtol: 1e-4, atol: 1e-4) == nil)
        }
        // Without the gradient, forward alone.
        let forward = try CompiledFunction(shapes.map { TensorType($0, .float32) }) { [try body($0)[0]] }
        #expect(mismatch(try forward(values)[0], expected[0], rtol: 1e-4, atol: 1e-4) == nil)
    }
}
