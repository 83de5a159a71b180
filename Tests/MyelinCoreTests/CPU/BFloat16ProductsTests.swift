import CVectorKernels
import MyelinCore
import TestSupport
import Testing

/// Products and convolutions of BFloat16's numbers, which oneDNN computes in BFloat16 where the CPU can, against the
/// primitives in Float64: every product of two such numbers is exact in either.
struct BFloat16ProductsTests {
    typealias Body = ([Tensor]) throws -> [Tensor]

    /// What `multiply` makes of the rounded operands, and its gradients from a rounded cotangent.
    private func rounding(_ multiply: @escaping ([Tensor]) -> Tensor) -> Body {
        { inputs in
            let operands = inputs.prefix(2).map { $0.rounded(to: .bfloat16) } + inputs.dropFirst(2)
            let y = multiply(operands)
            let weights = Tensor(scattered(y.count, seed: 7), shape: y.shape).cast(to: y.dtype)
            return [y] + (try gradient(of: (y.rounded(to: .bfloat16) * weights).sum(), withRespectTo: operands))
        }
    }

    /// Checks the numbers, and returns the kernel calls.
    private func calls(_ shapes: [Shape], _ body: @escaping Body) throws -> [String] {
        let values = shapes.enumerated().map { scattered($1.count, seed: 3 + $0) }
        let expected = try CompiledFunction(
            shapes.map { TensorType($0, .float64) }, route: .decomposed, body)(values)
        let compiled = try CompiledFunction(shapes.map { TensorType($0, .float32) }, route: .compiled, body)
        for (found, wanted) in zip(try compiled(values), expected) {
            let size = wanted.map(abs).max() ?? 0
            #expect(mismatch(found, wanted, rtol: 0, atol: 1e-5 * max(size, 1)) == nil)
        }
        return compiled.calls
    }

    /// As `calls`, of `count` products that are in BFloat16 where the CPU has it.
    private func check(_ shapes: [Shape], ofBFloat16 count: Int, _ body: @escaping Body) throws {
        let found = try calls(shapes, body)
        let products = found.filter { $0.hasPrefix("matmul_bfloat16") }
        #expect(products.count == (CPUBackend.multipliesBFloat16 ? count : 0), "\(found)")
    }

    @Test func matricesInEveryOrientation() throws {
        // 80 rows go to two threads; 81 do not.
        for (aTransposed, bTransposed, m) in [
            (false, false, 80), (false, true, 81), (true, false, 81), (true, true, 80),
        ] {
            let shapes: [Shape] = [aTransposed ? [64, m] : [m, 64], bTransposed ? [72, 64] : [64, 72], [72]]
            let body = rounding { inputs in
                let a = aTransposed ? inputs[0].transposed() : inputs[0]
                return relu(matmul(a, bTransposed ? inputs[1].transposed() : inputs[1]) + inputs[2])
            }
            try check(shapes, ofBFloat16: 3, body)
        }
    }

    @Test(arguments: [3, 4])
    func batchesOfMatrices(_ batch: Int) throws {
        try check([[batch, 64, 40], [batch, 40, 48]], ofBFloat16: 3, rounding { matmul($0[0], $0[1]) })
    }

    /// Below some size narrowing does not pay.
    @Test func aSmallProduct() throws {
        try check([[8, 9], [9, 10]], ofBFloat16: 0, rounding { matmul($0[0], $0[1]) })
    }

    struct Window: Sendable, CustomStringConvertible {
        var image: Shape, kernel: Shape
        var strides: [Int]?
        var padding = Padding.same
        var dilation: [Int]?
        var groups = 1
        var description: String { "\(image) \(kernel) by \(strides ?? []) \(padding) \(dilation ?? []) in \(groups)" }
    }

    /// Whatever the kernels that oneDNN has for these, and whatever layouts they want.
    @Test(arguments: [
        Window(image: [8, 12, 12, 16], kernel: [3, 3, 16, 16]),
        Window(image: [3, 12, 11, 16], kernel: [3, 3, 16, 32], padding: .valid),
        Window(image: [8, 12, 12, 16], kernel: [3, 3, 16, 24], strides: [2, 2]),
        Window(image: [8, 10, 10, 3], kernel: [5, 5, 3, 16]), Window(image: [4, 9, 9, 5], kernel: [3, 3, 5, 7]),
        Window(image: [8, 9, 9, 1], kernel: [3, 3, 1, 32]), Window(image: [8, 7, 7, 64], kernel: [1, 1, 64, 32]),
        Window(image: [8, 7, 7, 32], kernel: [1, 1, 32, 64], strides: [2, 2]),
        Window(image: [4, 12, 12, 16], kernel: [3, 3, 16, 16], dilation: [2, 2]),
        Window(image: [4, 12, 12, 32], kernel: [3, 3, 16, 32], groups: 2),
        Window(image: [4, 12, 12, 16], kernel: [3, 3, 1, 16], groups: 16),
        Window(image: [4, 20, 16], kernel: [3, 16, 32]), Window(image: [2, 6, 7, 8, 16], kernel: [3, 3, 3, 16, 16]),
    ])
    func convolutions(_ window: Window) throws {
        let shapes: [Shape] = [window.image, window.kernel, [window.kernel[window.kernel.rank - 1]]]
        let body = rounding { inputs in
            relu(
                convolution(
                    inputs[0], inputs[1], strides: window.strides, padding: window.padding, dilation: window.dilation,
                    groups: window.groups) + inputs[2])
        }
        _ = try calls(shapes, body)
    }

    /// Two convolutions read the image, and two the output's gradient: neither is narrowed twice to one layout.
    @Test func imagesAreNarrowedOnce() throws {
        let found = try calls(
            [[8, 12, 12, 16], [3, 3, 16, 32], [32]],
            rounding { relu(convolution($0[0], $0[1], padding: .same) + $0[2]) })
        let narrowed = found.filter { $0.hasPrefix("reorder (8,") && $0.contains("bf16") }
        #expect(Set(narrowed).count == narrowed.count, "\(found)")
        #expect(narrowed.isEmpty != CPUBackend.multipliesBFloat16, "\(found)")
    }

    /// The same operands as `FindBFloat16Products` sees them, on any CPU.
    @Test func operandsOfBFloat16AreFound() throws {
        let a = placeholder([80, 64]), b = placeholder([64, 72])
        let x = a.rounded(to: .bfloat16), y = b.rounded(to: .bfloat16)
        let cases: [(product: Tensor, isOfBFloat16: Bool)] = [
            (matmul(x, y), true), (matmul(relu(x), y), true), (matmul(x.reshaped(to: [64, 80]).transposed(), y), true),
            (matmul(maximum(x, -x), .concatenated([y[.all, 0..<36], y[.all, 8..<44]], axis: 1)), true),
            // Where one operand has other numbers, nothing may be lost of them.
            (matmul(a, b), false), (matmul(x, b), false), (matmul(x + 1, y), false),
            (matmul(a.rounded(to: .float16), y), false), (matmul(x * x, y), false),
        ]
        for (place, item) in cases.enumerated() {
            var found = try program(inputs: [a, b], [item.product])
            FindBFloat16Products.apply(to: &found)
            let products = found.instructions.compactMap { $0.operation as? MatMul }
            #expect(products.map(\.isOfBFloat16) == [item.isOfBFloat16], "case \(place)")
        }
    }

    /// Every number of BFloat16 keeps its bits, and a NaN stays one.
    @Test func narrowing() {
        let floats = (0..<65536).map { Float(bitPattern: UInt32($0) << 16) } + [Float(bitPattern: 0x7f80_0001)]
        var found = [UInt16](repeating: 0, count: floats.count)
        floats.withUnsafeBufferPointer { source in
            found.withUnsafeMutableBufferPointer { target in
                var call = myelin_narrow(
                    source: source.baseAddress, destination: target.baseAddress, count: Int64(source.count))
                myelin_narrow_run(&call)
            }
        }
        for (float, bits) in zip(floats, found) {
            let back = Float(bitPattern: UInt32(bits) << 16)
            #expect(float.isNaN ? back.isNaN : back.bitPattern == float.bitPattern)
        }
    }
}
