import MyelinCore
import TestSupport
import Testing

private let caseGroups: [[OperationCase]] = [
    arithmeticCases, comparisonCases, functionCases, gradientOperationCases, sourceCases, shapeCases, reduceCases,
    linearCases, compositeCases, convolutionOperationCases, poolOperationCases, recurrentCases, hostCases,
]

let allCases: [OperationCase] = caseGroups.flatMap { $0 }

/// Every case of every operation, asked the questions that hold for all of them.
struct OperationTests {
    private func types(_ test: OperationCase, float: DType) -> [TensorType] {
        test.inputs.map { TensorType($0.shape, $0.dtype.isFloatingPoint ? float : $0.dtype) }
    }

    /// The reference, or the primitives in Float64 where there is none.
    private func expected(_ test: OperationCase) throws -> [Double] {
        if let reference = test.reference { return reference(test.inputs.map(\.values)) }
        return try CompiledFunction(types(test, float: .float64), route: .decomposed, test.function)(
            test.inputs.map(\.values))[0]
    }

    @Test(arguments: allCases)
    func valuesAgreeOnEveryRoute(_ test: OperationCase) throws {
        let expected = try expected(test)
        for float in [DType.float64, .float32] {
            for route in Route.allCases {
                var isDouble = false
                let function = try CompiledFunction(types(test, float: float), route: route) { inputs in
                    let results = try test.function(inputs)
                    isDouble = results[0].dtype != .float32
                    if let shape = test.shape { #expect(results[0].shape == shape) }
                    return results
                }
                let found = try function(test.inputs.map(\.values))[0]
                // The references sum in another order, and in Float32 the inputs are rounded too.
                let allowed = isDouble ? 1e-11 : test.tolerance * 4
                #expect(
                    mismatch(found, expected, shape: test.shape, rtol: allowed, atol: allowed) == nil,
                    "\(test) \(float) \(route)")
                // The same Program gives the same bits again.
                #expect(try function(test.inputs.map(\.values))[0].map(\.bitPattern) == found.map(\.bitPattern))
            }
        }
    }

    @Test(arguments: allCases.filter { $0.isSmooth && $0.inputs.contains { $0.dtype.isFloatingPoint } })
    func gradientsMatchFiniteDifferences(_ test: OperationCase) throws {
        #expect(try gradientMismatch(of: test.function, at: test.inputs) == nil)
    }

    @Test(arguments: allCases.filter { $0.isSmooth && $0.isTwiceDifferentiable })
    func secondDerivativesMatchFiniteDifferences(_ test: OperationCase) throws {
        #expect(try gradientMismatch(of: test.function, at: test.inputs, order: 2, rtol: 1e-5, atol: 1e-6) == nil)
    }

    /// Operands that are transposed, sliced, repeated, reversed or computed in the same Program; alone and all together.
    @Test(arguments: allCases.filter { !$0.inputs.isEmpty })
    func layoutsDoNotMatter(_ test: OperationCase) throws {
        for float in [DType.float64, .float32] {
            let plain = test.inputs.map { $0.tensor(float: float) }
            let expected = try test.function(plain)[0]
            for layout in CaseLayout.allCases {
                let views = try plain.map { try layout.view($0) }
                #expect(
                    try mismatch(test.function(views)[0], expected, rtol: 1e-5, atol: 1e-5) == nil,
                    "\(test) \(float) \(layout)")
            }
            let mixed = try plain.enumerated().map { try CaseLayout.allCases[$0 % CaseLayout.allCases.count].view($1) }
            #expect(
                try mismatch(test.function(mixed)[0], expected, rtol: 1e-5, atol: 1e-5) == nil, "\(test) \(float) mixed"
            )
        }
    }

    /// What follows an operation may be fused into it.
    @Test(arguments: allCases)
    func whatFollowsMayBeFused(_ test: OperationCase) throws {
        func chain(_ x: Tensor) -> Tensor {
            switch x.dtype {
            case .bool: x.not().and(x.or(x.not()))
            case .float32, .float64: maximum(x * 2 + 0.25, -x) * x
            default: x * 2 + 1
            }
        }
        let result = try test.function(test.inputs.map { $0.tensor(float: .float32) })[0]
        let expected = chain(try result.detached())
        #expect(try mismatch(chain(result), expected, rtol: 2e-5, atol: 2e-5) == nil)
    }
}
