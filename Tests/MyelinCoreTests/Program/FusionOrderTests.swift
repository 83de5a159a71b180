import Foundation
import MyelinCore
import Testing

@Suite struct FusionOrderTests {
    /// A factor that all slopes decide together stands between each of them and its use, as in loss scaling: no group may
    /// hold what runs before and after it.
    @Test func groupsNeverRunBothBeforeAndAfterAReduction() throws {
        let starts: [[Float]] = [[0.1, 0.2, -0.3, 0.4], [1, -1, 0.5, 0], [2, 3, -4, 0.25]]
        let variables = try starts.map { try Variable(Tensor($0)) }
        let slopes: [Tensor] = variables.map { tanh($0.value * 2) * 3 }
        let deeper: [Tensor] = slopes.map { slope in sigmoid(slope.sum() * 0.01 + slope) }
        let tests: [Tensor] = (slopes + deeper).map { $0.isFinite().all() }
        let all = tests.dropFirst().reduce(tests[0]) { $0.and($1) }
        var builder = ProgramBuilder(backend: CPUBackend())
        for (index, variable) in variables.enumerated() {
            let next = variable.value - slopes[index] - deeper[index]
            try builder.addUpdate(variable, select(all, next, variable.value))
        }
        try CPUBackend.compile(builder.build()).run()
        for (start, variable) in zip(starts, variables) {
            let slope = start.map { 3 * Foundation.tanh(2 * $0) }
            let sum = slope.reduce(0, +)
            for (place, value) in try variable.value.scalars(Float.self).enumerated() {
                let deep = 1 / (1 + Foundation.exp(-(sum * 0.01 + slope[place])))
                #expect(abs(value - (start[place] - slope[place] - deep)) < 1e-4)
            }
        }
    }
}
