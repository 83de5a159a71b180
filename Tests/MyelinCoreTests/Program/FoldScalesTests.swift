import MyelinCore
import TestSupport
import Testing

/// What is done once for many runs: scales folded into kernels, and everything else that depends on variables alone.
struct FoldScalesTests {
    private func variable(_ shape: Shape, _ dtype: DType, seed: Int) throws -> Variable {
        try Variable(Tensor(scattered(shape.count, seed: seed), shape: shape).cast(to: dtype), name: "v\(seed)")
    }

    private func executable(_ x: Tensor, _ results: [Tensor], backend: any Backend = CPUBackend()) throws -> Executable
    {
        var builder = ProgramBuilder(backend: backend)
        builder.addInput(x)
        for result in results { try builder.addResult(result) }
        return try CPUBackend.compile(builder.build())
    }

    private func run(_ executable: Executable, _ values: [Double]) throws -> [Double] {
        let type = executable.inputTypes[0]
        let storage = try Tensor(values, shape: type.shape).cast(to: type.dtype).storage()
        executable.inputs[0][0].bytes.copyMemory(from: storage.bytes, byteCount: type.byteCount)
        try executable.run()
        let count = executable.resultTypes[0].shape.count, bytes = executable.resultBytes(0)
        return (0..<count).map {
            type.dtype == .float32
                ? Double(bytes.load(fromByteOffset: 4 * $0, as: Float.self))
                : bytes.load(fromByteOffset: 8 * $0, as: Double.self)
        }
    }

    /// A convolution or product, a bias, and a normalization twice over, in both floating types.
    @Test(arguments: [DType.float32, .float64], [true, false])
    func scalesAndShiftsVanish(_ dtype: DType, isConvolution: Bool) throws {
        let shape: Shape = isConvolution ? [2, 6, 5, 16] : [3, 16]
        let kernel = try variable(isConvolution ? [3, 3, 16, 24] : [16, 24], dtype, seed: 1)
        let vectors = try (2..<7).map { try variable([24], dtype, seed: $0) }
        let x = placeholder(shape, dtype)
        func network(_ x: Tensor) -> Tensor {
            let own = Shape([Int](repeating: 1, count: shape.rank - 1) + [24])
            let v = vectors.map { $0.value.reshaped(to: own) }
            var y = isConvolution ? convolution(x, kernel.value, padding: .same) : matmul(x, kernel.value)
            y = (y + v[0]) * v[1] + v[2]
            return relu(y * v[3] + v[4])
        }
        let folded = try executable(x, [network(x)])
        // One call, but for a copy to the order that results have. A convolution in Float64 is many products.
        #expect(isConvolution && dtype == .float64 || folded.lines.filter { $0.floatingPointOperations > 0 }.count == 1)
        for _ in 0..<2 {
            let values = scattered(shape.count, seed: 9)
            let expected = try network(Tensor(values, shape: shape).cast(to: dtype)).cast(to: .float64).doubles()
            let tolerance = dtype == .float32 ? 2e-5 : 1e-12
            #expect(mismatch(try run(folded, values), expected, rtol: tolerance, atol: tolerance) == nil)
            // What was prepared is prepared again when a weight is set.
            try kernel.assign(kernel.value * 0.5)
            try vectors[1].assign(vectors[1].value - 1)
        }
    }

    /// Pixels scaled to 0...1 before a convolution, and before a product of the flattened image.
    @Test(arguments: [true, false])
    func factorOfTheInputVanishes(isConvolution: Bool) throws {
        let kernel = try variable(isConvolution ? [3, 3, 2, 8] : [60, 5], .float32, seed: 1)
        let bias = try variable([isConvolution ? 8 : 5], .float32, seed: 2), shape: Shape = [2, 6, 5, 2]
        func network(_ x: Tensor) -> Tensor {
            let scaled = x * (1.0 / 255)
            return
                (isConvolution
                ? convolution(scaled, kernel.value) : matmul(scaled.reshaped(to: [2, 60]), kernel.value))
                + bias.value
        }
        let x = placeholder(shape)
        let function = try executable(x, [network(x)])
        #expect(!function.lines.contains { $0.kernel == "multiply" })
        let values = scattered(shape.count, seed: 3).map { $0 * 255 }
        let expected = try network(Tensor(values, shape: shape).cast(to: .float32)).doubles()
        #expect(mismatch(try run(function, values), expected, rtol: 1e-5, atol: 1e-5) == nil)
        // A product that somebody else reads too stays.
        let scaled = x * 0.5
        let both = try executable(
            x, [matmul(scaled.reshaped(to: [2, 60]), variable([60, 5], .float32, seed: 4).value), scaled])
        #expect(both.lines.contains { $0.kernel == "multiply" })
    }

    /// What a Program writes is no constant to it.
    @Test func updatedKernelsAreLeftAlone() throws {
        let kernel = try variable([4, 3], .float32, seed: 1), scale = try variable([3], .float32, seed: 2)
        let x = placeholder([2, 4])
        let y = matmul(x, kernel.value) * scale.value
        for updated in [kernel, scale] {
            var program = try program(inputs: [x], [y], updates: [(updated, updated.value * 2)])
            FoldScales.apply(to: &program)
            #expect(program.names.contains("multiply"))
            #expect(program.violation == nil)
        }
        var program = try program(inputs: [x], [y], updates: [])
        FoldScales.apply(to: &program)
        #expect(program.violation == nil)
        #expect(program.instructions.first { $0.operation is MatMul }!.outputs == program.results)
    }

    /// A convolution that somebody else reads too has to stay as it is.
    @Test func sharedResultsAreLeftAlone() throws {
        let kernel = try variable([4, 3], .float32, seed: 1), scale = try variable([3], .float32, seed: 2)
        let x = placeholder([2, 4])
        let product = matmul(x, kernel.value)
        let values = scattered(8, seed: 3)
        let found = try run(try executable(x, [product * scale.value + product]), values)
        let input = Tensor(values, shape: [2, 4]).cast(to: .float32)
        let plain = try matmul(input, kernel.value).doubles(), factors = try scale.value.doubles()
        let expected = plain.enumerated().map { $1 * (factors[$0 % 3] + 1) }
        #expect(mismatch(found, expected, rtol: 1e-5, atol: 1e-5) == nil)
    }

    /// Few tiles are Winograd's where the kernel's points are computed once: one image of 13 by 13, and one of 14 by 14 on
    /// every number of threads.
    @Test(arguments: [Shape([1, 13, 13, 32]), [1, 14, 14, 64], [2, 9, 8, 16]])
    func fewTiles(_ shape: Shape) throws {
        let kernel = try variable([3, 3, shape[3], 48], .float32, seed: 1), bias = try variable([48], .float32, seed: 2)
        let x = placeholder(shape)
        let function = try executable(x, [relu(convolution(x, kernel.value) + bias.value)])
        #expect(function.lines.contains { $0.detail.contains("winograd") && $0.kernel == "convolution" })
        #expect(!function.lines.contains { $0.detail.contains("→ winograd") })
        let values = scattered(shape.count, seed: 3)
        let wide = Tensor(values, shape: shape)
        let expected = try relu(
            convolution(wide, kernel.value.cast(to: .float64)) + bias.value.cast(to: .float64)
        ).doubles()
        #expect(mismatch(try run(function, values), expected, rtol: 0, atol: 1e-4) == nil)
    }
}
