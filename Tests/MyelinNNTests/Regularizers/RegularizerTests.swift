import Myelin
import MyelinNN
import TestSupport
import Testing

struct RegularizerTests {
    private let weight = Tensor([[1, -2], [0.5, 4]])

    private func make(_ value: ConfigValue) throws -> any Regularizer {
        try Registry.regularizers.make(value, owner: "test")
    }

    struct File: Decodable, Sendable {
        struct Case: Decodable, Sendable {
            let name: String
            let arguments: GoldenArguments
            let serialized: GoldenConfig
            let penalty: Double
            let gradient: GoldenTensor
        }
        let weight: GoldenTensor
        let regularizers: [Case]
    }

    @Test func penaltiesAreKeras() throws {
        let file = try golden("weights", as: File.self)
        let weight = file.weight.tensor
        for test in file.regularizers {
            let regularizer = try make(test.arguments.serialized(className: test.name))
            let penalty = regularizer(weight)
            #expect(try mismatch(penalty, test.penalty) == nil, "\(test.name)")
            #expect(
                try mismatch(gradient(of: penalty, withRespectTo: weight), test.gradient) == nil, "\(test.name)")
            let form = test.serialized.value
            #expect(try make(form).serialized.withoutIntegers == form.withoutIntegers)
        }
    }

    @Test func wrongSettingsAreErrors() {
        #expect(
            throws: MyelinError(.file, "test: regularizer L2: l2: expected a number that is not negative, got -1.0")
        ) {
            try make(["class_name": "L2", "config": ["l2": -1]])
        }
        #expect(
            throws: MyelinError(.shape, "OrthogonalRegularizer: expected a weight of rank 2, got shape (2, 2, 2)")
        ) {
            try OrthogonalRegularizer()(Tensor.ones([2, 2, 2])).scalar()
        }
    }

    @Test func penaltiesFollowTheFormulas() throws {
        #expect(try mismatch(L1()(weight), 0.075) == nil)
        #expect(try mismatch(L2()(weight), 0.2125) == nil)
        #expect(try mismatch(L1(0.1)(weight), 0.75) == nil)
        #expect(try mismatch(L1L2(l1: 0.1, l2: 0.01)(weight), 0.9625) == nil)
        #expect(try L1L2()(weight).scalar() == 0)
    }

    @Test func gradientsFollowTheFormulas() throws {
        let penalty = L1L2(l1: 0.1, l2: 0.01)(weight)
        #expect(
            try mismatch(gradient(of: penalty, withRespectTo: weight), Tensor([[0.12, -0.14], [0.11, 0.18]])) == nil)
    }

    @Test func configurationsRoundTrip() throws {
        let all: [any Regularizer] = [.l1, .l2, .l1(0.5), .l2(1e-4), .l1l2(l1: 0.1, l2: 0.2)]
        for regularizer in all { #expect(try make(regularizer.serialized).serialized == regularizer.serialized) }
        #expect(try (make("l2") as? L2)?.factor == 0.01)
        #expect(try make("l1_l2") is L1L2)
    }
}
