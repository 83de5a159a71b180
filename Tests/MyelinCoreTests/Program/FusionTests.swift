import MyelinCore
import TestSupport
import Testing

struct FusionTests {
    private func fusedNames(
        _ inputs: [Tensor], _ results: [Tensor], updates: [(variable: Variable, value: Tensor)] = []
    ) throws -> [String] {
        let (program, violation) = try program(inputs: inputs, results, updates: updates).fused()
        #expect(violation == nil)
        // Reshapes move nothing.
        return program.names.filter { $0 != "reshape" }
    }

    @Test func aChainIsOneInstruction() throws {
        let x = placeholder([4, 5]), bias = placeholder([5])
        #expect(try fusedNames([x, bias], [tanh(x * 2 + bias) * x]) == ["fused"])
        // Transposed and repeated operands are read where they lie.
        let t = placeholder([5, 4])
        #expect(try fusedNames([x, t], [x + t.transposed() + t[0, 0]]).filter { $0 == "fused" }.count == 1)
        #expect(try !fusedNames([x, t], [x + t.transposed()]).contains("transpose"))
    }

    @Test func aReductionBetweenTwoGroupsKeepsThemApart() throws {
        // exp and the division have one shape and share exp's result, but the sum lies between them.
        let x = placeholder([4, 5])
        let y = exp(x)
        #expect(try fusedNames([x], [y / y.sum(axes: [1], keepDimensions: true)]).filter { $0 == "fused" }.count == 2)
        // The same over two detours.
        let z = x * 2
        let total = z.sum(axes: [0]), largest = exp(total).max()
        let names = try fusedNames([x], [z * total + z * largest])
        #expect(names.filter { $0 == "reduce" }.count == 2)
    }

    @Test func aProductTakesBiasAndActivation() throws {
        let x = placeholder([8, 3]), kernel = placeholder([3, 4]), bias = placeholder([4])
        #expect(try fusedNames([x, kernel, bias], [relu(matmul(x, kernel) + bias)]) == ["matmul"])
        // Somebody else wants the sum: it stays.
        let sum = matmul(x, kernel) + bias
        #expect(try fusedNames([x, kernel, bias], [relu(sum), sum]) == ["matmul", "fused"])
        // A bias along the rows is none.
        let other = placeholder([8, 1])
        #expect(try fusedNames([x, kernel, other], [matmul(x, kernel) + other]) == ["matmul", "fused"])
    }

    @Test func aConvolutionTakesBiasAndReluAndSumsTheBiasGradient() throws {
        let x = placeholder([2, 6, 6, 3]), kernel = placeholder([3, 3, 3, 8]), bias = placeholder([8]),
            g = placeholder([2, 4, 4, 8])
        let y = convolution(x, kernel) + bias
        #expect(try fusedNames([x, kernel, bias], [relu(y)]) == ["convolution"])
        let slopes = try gradient(of: (y * g).sum(), withRespectTo: [kernel, bias])
        #expect(try fusedNames([x, kernel, bias, g], slopes) == ["convolution_kernel_gradient"])
    }

    /// The sum of the output's gradient feeds the very input of the kernel gradient that could compute it on the way.
    @Test func theBiasGradientIsNotTakenWhereThatWouldBeACycle() throws {
        let kernel = placeholder([1, 1, 2, 2]), g = placeholder([2, 3, 3, 2])
        let x = g.sum(axes: [0, 1, 2], keepDimensions: true).broadcast(to: [2, 3, 3, 2])
        let slope = try gradient(of: (convolution(x, kernel) * g).sum(), withRespectTo: kernel)
        #expect(try fusedNames([kernel, g], [slope]).contains("reduce"))
    }

    @Test func updatesOfOneKindRunTogether() throws {
        let variables = (1...5).map { Variable(zeros: TensorType([$0, 3], .float32), name: "v\($0)") }
        let slopes = variables.map { placeholder($0.shape) }
        let updates = zip(variables, slopes).map { (variable: $0, value: $0.value - $1 * 0.1) }
        #expect(try fusedNames(slopes, [], updates: updates) == ["fused"])
    }

    /// Random graphs of everything that fusion looks at: the passes leave them whole, and change no value.
    @Test(arguments: 0..<150)
    func randomGraphsKeepTheirValues(_ seed: Int) throws {
        var random = Scatter(seed)
        let shapes: [Shape] = [[4, 6], [4, 1], [1, 6], [6, 4], [4, 6], []]
        func body(_ inputs: [Tensor]) -> [Tensor] {
            var random = Scatter(seed + 1000)
            var values = inputs
            for _ in 0..<random.below(40) + 5 {
                let a = values[random.below(values.count)], b = values[random.below(values.count)]
                switch random.below(12) {
                case 0: values.append(tanh(a))
                case 1: values.append(relu(a) + 0.5)
                case 2:
                    values.append(a.rank == 2 ? a.sum(axes: [random.below(2)], keepDimensions: true) * 0.1 : a * 0.5)
                case 3: values.append(a.rank == 2 ? a.transposed() : -a)
                case 4:
                    values.append(
                        a.rank == 2 && b.rank == 2 && a.shape[1] == b.shape[0] ? tanh(matmul(a, b)) : sigmoid(a))
                case 5: values.append(Shape.broadcast(a.shape, b.shape) == nil ? a : select(a.greater(b), a, b))
                case 6: values.append(a.max() * 0.5)
                case 7: values.append(a.rank == 2 && a.shape[0] > 1 ? a.reversed(axes: [0]) : square(a) * 0.1)
                case 8: values.append(Shape.broadcast(a.shape, b.shape) == nil ? a : a + (b - a) * 0.25)
                case 9: values.append(a / (sqrt(square(a) + 1) + 0.5))
                default: values.append(Shape.broadcast(a.shape, b.shape) == nil ? -a : tanh(a * b + a))
                }
            }
            return (0..<3).map { _ in values[random.below(values.count)] } + [values[values.count - 1]]
        }
        let types = shapes.map { TensorType($0, .float64) }
        let values = types.map { scattered($0.shape.count, seed: random.below(1000) + 1) }
        let stands = types.map { placeholder($0.shape, $0.dtype) }
        #expect(try program(inputs: stands, body(stands)).fused().violation == nil)
        let compiled = try CompiledFunction(types, route: .compiled, body)
        let unfused = try CompiledFunction(types, route: .unfused, body)
        let found = try compiled(values)
        for (a, b) in zip(found, try unfused(values)) { #expect(mismatch(a, b, rtol: 1e-10, atol: 1e-12) == nil) }
        // A second run finds the memory as the first left it.
        for (a, b) in zip(found, try compiled(values)) { #expect(a.map(\.bitPattern) == b.map(\.bitPattern)) }
    }
}

/// Whole numbers that look random and are the same everywhere.
struct Scatter {
    private var state: UInt64

    init(_ seed: Int) { state = UInt64(truncatingIfNeeded: seed) &* 0x9E37_79B9_7F4A_7C15 | 1 }

    mutating func below(_ limit: Int) -> Int {
        state ^= state << 13
        state ^= state >> 7
        state ^= state << 17
        return Int((state >> 20) % UInt64(limit))
    }
}
