import MyelinCore
import TestSupport
import Testing

/// What may come after (and before) a convolution, whose results lie in blocked layouts: every consumer must read them
/// right, whatever its element type.
struct LayoutTests {
    struct Follower: Sendable, CustomStringConvertible {
        let description: String
        let body: @Sendable (_ y: Tensor, _ x: Tensor) throws -> [Tensor]
    }

    private static let followers: [Follower] = [
        .init(description: "as it is") { y, _ in [y] },
        .init(description: "relu and itself") { y, _ in [relu(y), y] },
        .init(description: "a comparison") { y, _ in [y.greater(0)] },
        .init(description: "a mask") { y, _ in [select(y.greater(0.1), y, 0), y.greater(0.1)] },
        .init(description: "whole numbers") { y, _ in [round(y * 3).cast(to: .int32)] },
        .init(description: "bytes") { y, _ in [abs(y * 3).cast(to: .uint8)] },
        .init(description: "whole numbers computed with") { y, _ in [(round(y * 3).cast(to: .int32) + 1) * 2] },
        .init(description: "doubles") { y, _ in [y.cast(to: .float64) * 2] },
        .init(description: "bool, then a slice") { y, _ in [y.greater(0)[.all, 1..<3], y.greater(0).any(axes: [1, 2])]
        },
        .init(description: "a sum over channels") { y, _ in [y.sum(axes: [3])] },
        .init(description: "a sum over the image") { y, _ in [y.sum(axes: [1, 2]), y.max(axes: [0])] },
        .init(description: "a count") { y, _ in [y.greater(0).sum(axes: [3])] },
        .init(description: "flattened") { y, _ in [y.reshaped(to: [y.shape[0], -1]) * 2] },
        .init(description: "transposed") { y, _ in [y.transposed([0, 3, 1, 2]) + 1] },
        .init(description: "channels cut") { y, _ in [y[.all, .all, .all, 1..<4]] },
        .init(description: "concatenated with itself") { y, _ in [Tensor.concatenated([y, y * 2], axis: 3)] },
        .init(description: "softmax") { y, _ in [softmax(y)] },
        .init(description: "the largest") { y, _ in [y.argmax(axis: 3)] },
        .init(description: "a plain operand beside") { y, _ in
            [y + Tensor(scattered(y.count, seed: 4), shape: y.shape).cast(to: y.dtype)]
        },
        .init(description: "a vector of channels beside") { y, _ in
            [y * Tensor(scattered(y.shape[3], seed: 4)).cast(to: y.dtype)]
        },
        .init(description: "a column of the batch beside") { y, _ in
            [y * Tensor(scattered(y.shape[0], seed: 4), shape: [y.shape[0], 1, 1, 1]).cast(to: y.dtype)]
        },
        .init(description: "normalized") { y, _ in
            [(y - y.mean(axes: [0, 1, 2])) * rsqrt(y.variance(axes: [0, 1, 2]) + 0.1)]
        },
        .init(description: "pooled") { y, _ in
            [maximumPool(y, size: [2, 2]), averagePool(y, size: [3, 3], strides: [1, 1], padding: .same)]
        },
        .init(description: "another convolution") { y, _ in
            let kernel = Tensor(scattered(9 * y.shape[3] * 8, seed: 6), shape: [3, 3, y.shape[3], 8]).cast(to: y.dtype)
            return [convolution(relu(y), kernel, padding: .same)]
        },
        .init(description: "the gradient of a pooled one") { y, x in
            [try gradient(of: square(maximumPool(relu(y), size: [2, 2])).sum(), withRespectTo: x)]
        },
        .init(description: "the gradient of an averaged one") { y, x in
            [try gradient(of: square(averagePool(tanh(y), size: [2, 2])).sum(), withRespectTo: x)]
        },
        .init(description: "the gradient through a mask") { y, x in
            [try gradient(of: (y.greater(0).cast(to: y.dtype) * y * y).sum(), withRespectTo: x)]
        },
        .init(description: "random numbers beside") { y, _ in
            let key = Tensor([3] as [Int64], shape: []), counter = Tensor([0] as [Int64], shape: [])
            return [
                y
                    * Tensor.randomUniform(y.shape, key: key, counter: counter, dtype: .float32).greater(0.5).cast(
                        to: y.dtype)
            ]
        },
    ]

    @Test(arguments: followers, [[16, 8], [16, 16], [16, 20], [3, 16], [1, 32]])
    func afterAConvolution(_ follower: Follower, _ channels: [Int]) throws {
        let image: Shape = [2, 8, 7, channels[0]], kernelShape: Shape = [3, 3, channels[0], channels[1]]
        func body(_ inputs: [Tensor]) throws -> [Tensor] {
            try follower.body(convolution(inputs[0], inputs[1]) * 0.25, inputs[0])
        }
        let values = [scattered(image.count), scattered(kernelShape.count, seed: 2)]
        func results(_ dtype: DType, _ route: Route) throws -> [[Double]] {
            try CompiledFunction([TensorType(image, dtype), TensorType(kernelShape, dtype)], route: route, body)(values)
        }
        let expected = try results(.float64, .decomposed)
        for route in Route.allCases {
            for (found, wanted) in zip(try results(.float32, route), expected) {
                // A comparison or a rounding may fall on the other side in a place or two.
                let isWhole = wanted.allSatisfy { $0 == $0.rounded() }
                if isWhole {
                    #expect(zip(found, wanted).count { $0 != $1 } <= wanted.count / 200, "\(route)")
                } else {
                    #expect(mismatch(found, wanted, rtol: 1e-4, atol: 1e-4) == nil, "\(route)")
                }
            }
        }
    }

    /// One tensor as image and as kernel at once.
    @Test func aTensorConvolvedWithItself() throws {
        let shape: Shape = [3, 3, 16, 16]
        func body(_ x: [Tensor]) -> [Tensor] { [convolution(x[0], x[0], padding: .same), convolution(x[0] * 2, x[0])] }
        let values = [scattered(shape.count)]
        let expected = try CompiledFunction([TensorType(shape, .float64)], body)(values)
        let found = try CompiledFunction([TensorType(shape, .float32)], body)(values)
        for (a, b) in zip(found, expected) { #expect(mismatch(a, b, rtol: 1e-4, atol: 1e-4) == nil) }
    }

    /// Oneself's second derivative: gradients of convolutions are convolutions of other layouts.
    @Test(arguments: [1, 3, 8, 16])
    func secondDerivativesInFloat32(_ channels: Int) throws {
        let types = { (dtype: DType) in
            [TensorType([2, 6, 6, channels], dtype), TensorType([3, 3, channels, 16], dtype)]
        }
        func body(_ x: [Tensor]) throws -> [Tensor] {
            let slopes = try gradient(of: square(convolution(x[0], x[1])).sum() * 0.01, withRespectTo: x)
            return try gradient(of: square(slopes[0]).sum() + square(slopes[1]).sum(), withRespectTo: x)
        }
        let values = types(.float64).map { scattered($0.shape.count, seed: $0.shape.rank + channels) }
        let expected = try CompiledFunction(types(.float64), body)(values)
        let found = try CompiledFunction(types(.float32), body)(values)
        for (a, b) in zip(found, expected) {
            let scale = b.map { Swift.abs($0) }.max() ?? 1
            #expect(mismatch(a, b, rtol: 1e-3, atol: 1e-4 * scale) == nil)
        }
    }

    /// What oneDNN wants of a kernel is kept between runs until the kernel changes.
    @Test func aKernelThatChangesIsReorderedAgain() throws {
        let shape: Shape = [3, 3, 16, 16]
        let x = Tensor(scattered(2 * 7 * 7 * 16).map { Float($0) }, shape: [2, 7, 7, 16])
        let kernel = Variable(zeros: TensorType(shape, .float32), name: "kernel")
        let (fused, violation) = try program([convolution(x, kernel.value, strides: [2, 2])], updates: []).fused()
        #expect(violation == nil)
        let executable = try Executable(fused)
        for seed in 1...3 {
            let values = Tensor(scattered(shape.count, seed: seed), shape: shape)
            try kernel.assign(values)
            let expected = try convolution(x.cast(to: .float64), values, strides: [2, 2]).scalars(Double.self)
            for _ in 0..<2 {
                try executable.run()
                let found = UnsafeBufferPointer(
                    start: executable.resultBytes(0).assumingMemoryBound(to: Float.self), count: expected.count)
                #expect(mismatch(found.map { Double($0) }, expected, rtol: 1e-4, atol: 1e-4) == nil)
            }
        }
    }

    /// Zeros put around images become the window's padding, for every kernel.
    @Test(
        arguments: [(3, 7, 2, 8), (16, 3, 1, 16), (16, 3, 2, 24), (8, 1, 1, 8), (4, 2, 1, 4)],
        [[1, 1], [0, 2], [2, 0]])
    func zerosAroundImages(_ sizes: (channels: Int, window: Int, stride: Int, filters: Int), _ pad: [Int]) throws {
        let types = { (dtype: DType) in
            [
                TensorType([2, 9, 12, sizes.channels], dtype),
                TensorType([sizes.window, sizes.window, sizes.channels, sizes.filters], dtype),
            ]
        }
        func body(_ x: [Tensor], _ isKept: Bool) throws -> [Tensor] {
            let around = x[0].padded(low: [0, pad[0], 1, 0], high: [0, pad[1], 0, 0])
            let y = convolution(
                isKept ? around * 1 : around, x[1], strides: [sizes.stride, sizes.stride])
            let takenOver = y.node.inputs[0].node === x[0].node
            #expect(takenOver == (!isKept && (pad + [1]).max()! < sizes.window))
            return [y] + (try gradient(of: (square(y) * 0.1).sum(), withRespectTo: x))
        }
        let values = types(.float64).map { scattered($0.shape.count, seed: $0.shape.rank + sizes.channels) }
        let expected = try CompiledFunction(types(.float64)) { try body($0, true) }(values)
        let found = try CompiledFunction(types(.float32)) { try body($0, false) }(values)
        for (a, b) in zip(found, expected) {
            let scale = b.map { Swift.abs($0) }.max() ?? 1
            #expect(mismatch(a, b, rtol: 1e-4, atol: 1e-5 * scale) == nil)
        }
    }

    /// oneDNN's kernels of one machine may differ in their blocks: with AVX-512 most want 16 channels in one, some 8.
    @Test(
        arguments: [[2, 5, 16], [3, 4, 5, 48], [2, 2, 3, 4, 32]] as [Shape],
        [.float32, .float64, .uint8, .bool] as [DType])
    func blocksOfTwoSizes(_ shape: Shape, _ dtype: DType) throws {
        func body(_ x: [Tensor]) -> [Tensor] {
            let there = x[0].inBlocks(of: 8).inBlocks(of: 16), back = x[0].inBlocks(of: 16).inBlocks(of: 8)
            let mixed = x[0].inBlocks(of: 16).cast(to: .float32) + x[0].inBlocks(of: 8).cast(to: .float32)
            return [there, back, there.inBlocks(of: 8), mixed, mixed.sum(axes: [0, 1])]
        }
        // Whole numbers that a byte holds; of bool 0 and 1.
        let values = dtype == .bool ? 2 : 251
        let wanted = (0..<shape.count).map { Double($0 * 37 % 251 % values) }
        let found = try CompiledFunction([TensorType(shape, dtype)], body)([wanted])
        for same in found[..<3] { #expect(same == wanted) }
        #expect(found[3] == wanted.map { 2 * $0 })
        let rest = shape.count / (shape[0] * shape[1])
        var sums = [Double](repeating: 0, count: rest)
        for (place, value) in wanted.enumerated() { sums[place % rest] += 2 * value }
        #expect(found[4] == sums)
    }

    @Test func aLargeProductAgreesWithASmallOne() throws {
        // From 2^24 multiplications on oneDNN's product takes over.
        let a = Tensor(scattered(256 * 300).map { Float($0) }, shape: [256, 300])
        let b = Tensor(scattered(300 * 256, seed: 2).map { Float($0) }, shape: [300, 256])
        let expected = matmul(a.cast(to: .float64), b.cast(to: .float64))
        for product in [matmul(a, b), matmul(a.transposed().transposed(), try b.transposed().detached().transposed())] {
            #expect(try mismatch(product, expected.cast(to: .float32), rtol: 1e-4, atol: 1e-4) == nil)
        }
        #expect(
            try mismatch(
                matmul(try a.transposed().detached().transposed(), b), expected.cast(to: .float32), rtol: 1e-4,
                atol: 1e-4) == nil)
        #expect(
            try mismatch(relu(matmul(a, b) + 1), relu(expected + 1).cast(to: .float32), rtol: 1e-4, atol: 1e-4) == nil)
    }
}

/// Leaves images in blocks of channels, as a convolution might.
private struct LyingInBlocks: CPUKernel {
    static let name = "lying_in_blocks"
    let size: Int

    func outputTypes(_ inputs: [TensorType]) -> [TensorType] { inputs }
    func gradients(_ step: GradientStep) -> [Tensor?] { [step.cotangent] }
    func bind(_ instruction: Program.Instruction, in binder: Binder) throws {
        binder.alias(
            instruction.outputs[0], .blocked(size), to: try binder.buffer(instruction.inputs[0], .blocked(size)))
    }
}

extension Tensor {
    fileprivate func inBlocks(of size: Int) -> Tensor { .record(LyingInBlocks(size: size), self) }
}
