import MyelinCore

/// How a recorded graph is turned into numbers.
public enum Route: String, CaseIterable, Sendable {
    /// With all passes, as everywhere else.
    case compiled
    /// One kernel call for each instruction: no fusion.
    case unfused
    /// Not fused, and every composite taken apart into primitives.
    case decomposed
}

/// A backend without a kernel for any composite.
private struct Primitives: Backend {
    func hasKernel(for operation: any CompositeOperation, inputs: [TensorType]) -> Bool { false }
}

/// A function of arrays, compiled once and run as often as wanted.
public final class CompiledFunction {
    private let executable: Executable

    /// - Parameter body: records the results from inputs of the given types.
    public init(_ types: [TensorType], route: Route = .compiled, _ body: ([Tensor]) throws -> [Tensor]) throws {
        let stands = types.enumerated().map { Tensor.placeholder("input \($0)", $1) }
        var builder = ProgramBuilder(backend: route == .decomposed ? Primitives() : CPUBackend() as any Backend)
        for stand in stands { builder.addInput(stand) }
        for result in try body(stands) { try builder.addResult(result) }
        var program = builder.build()
        if route != .compiled { FuseElementwise.apply(to: &program, largestGroup: 1) }
        executable = route == .compiled ? try CPUBackend.compile(program) : try Executable(program)
    }

    /// The kernel calls in their order, as `explain` describes them.
    public var calls: [String] { executable.lines.map { "\($0.kernel) \($0.detail)" } }

    /// The results for these inputs, as Float64.
    public func callAsFunction(_ inputs: [[Double]]) throws -> [[Double]] {
        for (index, values) in inputs.enumerated() {
            let type = executable.inputTypes[index]
            let storage = try Tensor(values, shape: type.shape).cast(to: type.dtype).storage()
            executable.inputs[0][index].bytes.copyMemory(
                from: storage.bytes, byteCount: type.shape.count * type.dtype.byteCount)
        }
        try executable.run()
        return executable.resultTypes.enumerated().map { index, type in
            read(executable.resultBytes(index), type)
        }
    }

    private func read(_ bytes: UnsafeMutableRawPointer, _ type: TensorType) -> [Double] {
        let count = type.shape.count
        func values<Element>(_: Element.Type, _ convert: (Element) -> Double) -> [Double] {
            (0..<count).map { convert(bytes.load(fromByteOffset: $0 * MemoryLayout<Element>.stride, as: Element.self)) }
        }
        switch type.dtype {
        case .bool, .uint8: return values(UInt8.self) { Double($0) }
        case .int32: return values(Int32.self) { Double($0) }
        case .int64: return values(Int64.self) { Double($0) }
        case .float32: return values(Float.self) { Double($0) }
        case .float64: return values(Double.self) { $0 }
        }
    }
}

/// Numbers that look random, are the same everywhere, and lie in (-1, 1).
public func scattered(_ count: Int, seed: Int = 1) -> [Double] {
    var state = UInt64(truncatingIfNeeded: seed) &* 0x9E37_79B9_7F4A_7C15 | 1
    return (0..<count).map { _ in
        state ^= state << 13
        state ^= state >> 7
        state ^= state << 17
        return (Double(state >> 40) / Double(1 << 24) - 0.5) * 1.99
    }
}

/// Compares the gradient of a function in Float64 with central finite differences, input by input: nil if they agree.
///
/// The function's results are made one number by fixed weights that differ for each element, so that a transposed or
/// shifted gradient does not pass.
///
/// - Parameters:
///   - inputs: where to look; those that are floats are differentiated.
///   - order: 2 checks the gradient's gradient.
///   - step: of the differences. Kinks must be further away from the inputs than this.
public func gradientMismatch(
    of function: ([Tensor]) throws -> [Tensor], at inputs: [CaseArray], order: Int = 1, step: Double = 1e-5,
    rtol: Double = 2e-6, atol: Double = 2e-7
) throws -> String? {
    let types = inputs.map { TensorType($0.shape, $0.dtype == .float32 ? .float64 : $0.dtype) }
    let sources = types.indices.filter { types[$0].dtype == .float64 }
    func weighted(_ results: [Tensor], _ seed: Int) -> Tensor {
        var total = Tensor(0, .float64)
        for (index, result) in results.enumerated() where result.dtype.isFloatingPoint {
            let weights = Tensor(scattered(result.count, seed: seed + index), shape: result.shape)
            total = total + (result * weights).sum()
        }
        return total
    }
    func scalar(_ tensors: [Tensor]) throws -> Tensor {
        var root = weighted(try function(tensors), 11)
        for level in 1..<max(order, 1) {
            root = weighted(try gradient(of: root, withRespectTo: sources.map { tensors[$0] }), 11 + 100 * level)
        }
        return root
    }
    let value = try CompiledFunction(types) { [try scalar($0)] }
    let analytic = try CompiledFunction(types) { tensors in
        try gradient(of: try scalar(tensors), withRespectTo: sources.map { tensors[$0] })
    }
    let found = try analytic(inputs.map(\.values))
    for (place, source) in sources.enumerated() {
        var differences: [Double] = []
        for index in inputs[source].values.indices {
            var above = inputs.map(\.values), below = above
            above[source][index] += step
            below[source][index] -= step
            differences.append((try value(above)[0][0] - value(below)[0][0]) / (2 * step))
        }
        if let line = mismatch(found[place], differences, shape: inputs[source].shape, rtol: rtol, atol: atol) {
            return "order \(order), input \(source): \(line)"
        }
    }
    return nil
}
