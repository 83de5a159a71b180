import MyelinCore
import Testing

struct SimplifyTests {
    private let x = placeholder([2, 3])

    private func names(_ result: Tensor) throws -> [String] {
        let program = try program(inputs: [x], [result])
        #expect(program.violation == nil)
        return program.names
    }

    @Test func neutralOperandsVanish() throws {
        #expect(try names(x + 0).isEmpty)
        #expect(try names(0 + x).isEmpty)
        #expect(try names(x - 0).isEmpty)
        #expect(try names(x * 1).isEmpty)
        #expect(try names(1 * x).isEmpty)
        #expect(try names(x / 1).isEmpty)
        #expect(try names(x.stoppingGradient()).isEmpty)
        #expect(try names(x * .ones([3])).isEmpty)
        #expect(try names(0 - x).contains("subtract"))
        #expect(try names(1 / x).contains("divide"))
    }

    @Test func arithmeticOfNumbersIsDoneAtOnce() throws {
        let number = Tensor(2) * Tensor(3) + Tensor(4)
        #expect(try program([number]).names.isEmpty)
        #expect(try names(x * (Tensor(0.5) + Tensor(0.5))).isEmpty)
    }

    @Test func movesAreCombined() throws {
        #expect(try names(x.reshaped(to: [3, 2]).reshaped(to: [6])) == ["reshape"])
        #expect(try names(x.reshaped(to: [3, 2]).reshaped(to: [2, 3])).isEmpty)
        #expect(try names(x.transposed().transposed()).isEmpty)
        #expect(try names(x.expanded(at: 0).transposed([1, 2, 0])) == ["reshape"])
        #expect(
            try names(x.expanded(at: 0).broadcast(to: [4, 2, 3]).reshaped(to: [4, 2, 3])).filter { $0 == "broadcast" }
                .count == 1)
        #expect(try names(x.expanded(at: 0).sum(axes: [0])).isEmpty)
    }

    @Test func productsReadTransposedOperandsAsTheyLie() throws {
        #expect(try names(matmul(x, x.transposed())) == ["matmul"])
        #expect(try names(matmul(x.transposed(), x)) == ["matmul"])
    }

    @Test func bytesAreMultipliedAsTheyAre() throws {
        let bytes = placeholder([4, 5], .uint8), weights = placeholder([5, 2])
        let program = try program(inputs: [bytes, weights], [matmul(bytes, weights)])
        #expect(program.names == ["matmul"])
    }

    @Test func functionsOfOneNumberAreComputedOnce() throws {
        let scalar = placeholder([])
        let program = try program(inputs: [scalar], [exp(scalar.broadcast(to: [100])) * 2])
        let computed = program.instructions.filter { $0.operation is any ElementwiseOperation }
        #expect(computed.allSatisfy { program.types[$0.outputs[0]].shape.count == 1 })
    }

    /// The gradient of relu behind a pooled maximum is taken on the pooled elements.
    @Test func reluGradientMovesBehindThePool() throws {
        let image = placeholder([1, 4, 4, 2])
        let slope = try gradient(of: maximumPool(relu(image), size: [2, 2]).sum(), withRespectTo: image)
        let program = try program(inputs: [image], [slope])
        let masks = program.instructions.filter { $0.operation is ReluGradient }
        #expect(masks.count == 1)
        #expect(masks.allSatisfy { program.types[$0.outputs[0]].shape == [1, 2, 2, 2] })
    }
}

struct CommonSubexpressionTests {
    @Test func equalOperationsOnEqualInputsAreOne() throws {
        let x = placeholder([3])
        #expect(try program(inputs: [x], [exp(x) + exp(x) * exp(x)]).names.filter { $0 == "exp" }.count == 1)
        #expect(try program(inputs: [x], [x.reshaped(to: [3, 1]), x.reshaped(to: [3, 1])]).names == ["reshape"])
    }

    @Test func differentAttributesAreNot() throws {
        let x = placeholder([2, 2])
        #expect(
            try program(inputs: [x], [x.sum(axes: [0]) + x.sum(axes: [1])]).names.filter { $0 == "reduce" }.count == 2)
        #expect(
            try program(inputs: [x], [leakyRelu(x, slope: 0.1) + leakyRelu(x, slope: 0.2)]).names.filter {
                $0 == "leaky_relu"
            }.count == 2)
    }

    @Test func readsOfOneVariableAreOne() throws {
        let v = try Variable(Tensor([1, 2]))
        let first = exp(v.value)
        #expect(try program([first + exp(v.value)]).names.filter { $0 == "exp" }.count == 1)
    }

    @Test func readsBeforeAndAfterAnAssignmentAreTwo() throws {
        let v = try Variable(Tensor([1, 2]))
        let before = v.value
        try v.assign([3, 4])
        #expect(try (before * v.value).scalars() == [3, 8])
    }

    @Test func whatNobodyReadsIsLeftOut() throws {
        let x = placeholder([3]), y = placeholder([3])
        let unused = exp(y)
        #expect(unused.count == 3)
        #expect(
            try program(inputs: [x, y], [x * 2]).names == ["broadcast", "multiply"]
                || program(inputs: [x, y], [x * 2]).names.contains("multiply"))
        #expect(try !program(inputs: [x, y], [x * 2]).names.contains("exp"))
    }
}
