import Myelin
import MyelinNN
import TestSupport
import Testing

struct RegularizerTests {
    private let weight = Tensor([[1, -2], [0.5, 4]])

    private func make(_ value: ConfigValue) throws -> any Regularizer {
        try Registry.regularizers.make(value, owner: "test") as! any Regularizer
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
