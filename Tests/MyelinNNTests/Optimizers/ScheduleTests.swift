import Myelin
import MyelinNN
import TestSupport
import Testing

struct ScheduleTests {
    struct File: Decodable, Sendable {
        let steps: [Int]
        let cases: [Case]
    }

    struct Case: Decodable, Sendable, CustomTestStringConvertible {
        let serialized: GoldenArguments
        let arguments: GoldenArguments
        let rates: [Double]

        var testDescription: String { "\(arguments.values)" }
    }

    private static let file = Result { try golden("schedules", as: File.self) }

    @Test(arguments: try file.get().cases)
    func matchesKeras(_ test: Case) throws {
        let value = ConfigValue.object(test.serialized.values)
        let optimizer = try Optimizer.make(["class_name": "SGD", "config": ["learning_rate": value]], owner: "test")
        let schedule = try #require(optimizer.schedule)
        #expect(schedule.serialized == plain(value, like: schedule.serialized))
        for (step, rate) in zip(try Self.file.get().steps, test.rates) {
            let got = Double(try schedule(Tensor(Double(step), .int64)).scalar(Float.self))
            #expect(abs(got - rate) <= 2e-6 * abs(rate) + 1e-7, "step \(step): \(got) instead of \(rate)")
            optimizer.iterations.set(scalar: Double(step))
            #expect(abs(try optimizer.currentLearningRate() - got) <= 1e-6 * got)
        }
        #expect(try optimizer.state(for: []).map(\.name) == ["iteration"])
    }

    /// JSON does not tell 2.0 from 2.
    private func plain(_ value: ConfigValue, like other: ConfigValue) -> ConfigValue {
        switch (value, other) {
        case (.int(let number), .double): .double(Double(number))
        case (.object(let a), .object(let b)):
            .object(ConfigObject(uniqueKeysWithValues: a.map { ($0, plain($1, like: b[$0] ?? .null)) }))
        case (.array(let a), .array(let b)) where a.count == b.count: .array(zip(a, b).map { plain($0, like: $1) })
        default: value
        }
    }

    @Test func wrongSettingsAreErrors() {
        func message(_ schedule: any LearningRateSchedule) -> String {
            do {
                try schedule.check()
                return "fits"
            } catch { return "\(error)" }
        }
        #expect(message(PiecewiseConstantDecay(boundaries: [3], values: [1, 2])) == "fits")
        #expect(
            message(PiecewiseConstantDecay(boundaries: [3], values: [1]))
                == "PiecewiseConstantDecay: expected at least one boundary and one value more than boundaries, got 1 "
                + "boundaries and 1 values")
        #expect(
            message(CosineDecayRestarts(initialLearningRate: 1, firstDecaySteps: -1))
                == "CosineDecayRestarts: expected firstDecaySteps above 0, got -1.0")
        for tMul in [0, -2, Double.nan] {
            #expect(
                message(CosineDecayRestarts(initialLearningRate: 1, firstDecaySteps: 2, tMul: tMul))
                    == "CosineDecayRestarts: expected tMul above 0, got \(tMul)")
        }
    }
}
