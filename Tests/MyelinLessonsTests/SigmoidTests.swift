import Foundation
import Myelin
import MyelinLessons
import Testing

/// Lesson 2.
struct SigmoidTests {
    @Test func valueAndSlope() {
        // 1 / (1 + e^−1.5102) by hand: e^−1.5102 = 0.220866.
        #expect(abs(sigmoid(1.5102) - 0.819091) < 1e-6)
        #expect(abs(sigmoidDerivative(1.5102) - 0.819091 * 0.180909) < 1e-6)
        #expect(sigmoid(0) == 0.5 && sigmoidDerivative(0) == 0.25)
        for z in stride(from: -8, through: 8, by: 0.5) {
            #expect(abs(slope(sigmoid, at: z) - sigmoidDerivative(z)) < 1e-8)
            #expect(abs(tanh(z) - (2 * sigmoid(2 * z) - 1)) < 1e-15)
        }
    }

    /// What the table says of each function is what the function does, and what Myelin does.
    @Test(arguments: ActivationFacts.all.map(\.name)) func facts(_ name: String) throws {
        let facts = try #require(ActivationFacts.all.first { $0.name == name })
        let places = stride(from: -20, through: 20, by: 0.25).filter { $0 != 0 }
        let bounds = facts.range.dropFirst().dropLast().replacing("−", with: "-").split(separator: ", ").map {
            $0.contains("∞") ? ($0.hasPrefix("-") ? -Double.infinity : .infinity) : Double($0)!
        }
        let theirs = try Registry.activations.make(.string(name), owner: "activation")
        let x = Tensor(places, shape: [places.count])
        let y = theirs(x)
        let values = try y.scalars(Double.self)
        let slopes = try gradient(of: y.sum(), withRespectTo: x).scalars(Double.self)
        for (index, place) in places.enumerated() {
            let value = facts.function(place)
            #expect(value >= bounds[0] - 1e-4 && value <= bounds[1])
            #expect(abs(slope(facts.function, at: place) - facts.derivative(place)) < 1e-6, "at \(place)")
            #expect(abs(values[index] - value) < 1e-9 && abs(slopes[index] - facts.derivative(place)) < 1e-9)
        }
    }

    @Test func runs() throws {
        let run = try LessonRun(2)
        #expect(abs(try run.number("z = 0.62 · 1.3 + 0.94 · 0.83 − 0.076") - 1.5102) < 1e-12)
        #expect(abs(try run.number("sigmoid(Tensor(1.5102))") - sigmoid(1.5102)) < 1e-12)
        #expect(abs(try run.number("its gradient") - sigmoidDerivative(1.5102)) < 1e-12)
    }
}
