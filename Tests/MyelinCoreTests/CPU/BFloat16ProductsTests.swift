import MyelinCore
import TestSupport
import Testing

/// Products and convolutions of BFloat16's numbers on the way that they take where the CPU has units for them, against the
/// primitives in Float64. On a CPU without such units oneDNN computes the same in Float32.
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
        let compiled = try CPUBackend.$multipliesBFloat16.withValue(true) {
            try CompiledFunction(shapes.map { TensorType($0, .float32) }, route: .compiled, body)
        }
        for (found, wanted) in zip(try compiled(values), expected) {
            let size = wanted.map(abs).max() ?? 0
            #expect(mismatch(found, wanted, rtol: 0, atol: 1e-5 * max(size, 1)) == nil)
        }
        return compiled.calls
    }

    @Test func matricesInEveryOrientation() throws {
        for (aTransposed, bTransposed) in [(false, false), (false, true), (true, false), (true, true)] {
            let found = try calls([aTransposed ? [64, 80] : [80, 64], bTransposed ? [72, 64] : [64, 72], [72]]) {
                try self.rounding { inputs in
                    let a = aTransposed ? inputs[0].transposed() : inputs[0]
                    return relu(matmul(a, bTransposed ? inputs[1].transposed() : inputs[1]) + inputs[2])
                }($0)
            }
            #expect(found.filter { $0.hasPrefix("matmul_bfloat16") }.count == 3, "\(found)")
        }
    }

    @Test func batchesOfMatrices() throws {
        let found = try calls([[3, 64, 40], [3, 40, 48]], rounding { matmul($0[0], $0[1]) })
        #expect(found.filter { $0.hasPrefix("matmul_bfloat16") }.count == 3, "\(found)")
    }

    @Test func convolutions() throws {
        let found = try calls(
            [[8, 12, 12, 16], [3, 3, 16, 16], [16]],
            rounding { relu(convolution($0[0], $0[1], padding: .same) + $0[2]) })
        #expect(found.filter { $0.hasPrefix("convolution") }.count == 3, "\(found)")
    }

    /// Where one operand has other numbers, nothing may be lost of them.
    @Test func productsOfOtherNumbers() throws {
        let shapes: [Shape] = [[80, 64], [64, 72]]
        for body: Body in [
            { [matmul($0[0], $0[1])] }, { [matmul($0[0].rounded(to: .bfloat16), $0[1])] },
            { [matmul(($0[0].rounded(to: .bfloat16) + 1), $0[1].rounded(to: .bfloat16))] },
            { [matmul($0[0].rounded(to: .float16), $0[1].rounded(to: .bfloat16))] },
        ] {
            let found = try calls(shapes, body)
            #expect(!found.contains { $0.hasPrefix("matmul_bfloat16") }, "\(found)")
        }
    }
}
