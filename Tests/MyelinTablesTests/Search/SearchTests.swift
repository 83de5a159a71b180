import Myelin
import TestSupport
import Testing

@Suite struct SearchTests {
    /// y = 2x + 1, which a `Dense` of one unit learns exactly.
    private let x = Tensor((0..<20).map { Float($0) / 10 - 1 }, shape: [20, 1])
    private var y: Tensor { x * 2.0 + 1.0 }

    private func line(_ rate: Double) throws -> Model {
        let model = try Sequential([Input(shape: [1]), Dense(1)], seed: 1)
        model.compile(optimizer: SGD(learningRate: rate), loss: .meanSquaredError, metrics: [.mae])
        return model
    }

    @Test("Cross-validation tells each fold's loss and metrics of a new model")
    func crossValidation() throws {
        var prepared = 0
        let result = try crossValidate(
            x, y, folds: KFold(4, seed: 0).folds(20), batchSize: 5, epochs: 60,
            prepare: { _, inputs in
                prepared += 1
                #expect(inputs.shape == [15, 1])
            }
        ) { try line(0.1) }
        #expect(prepared == 4 && result.scores.count == 4 && result.names == ["loss", "mae"])
        #expect(result.mean("mae") < 0.02)
        #expect(result.standardDeviation("mae") < 0.02)
        #expect(try result.table.names == ["fold", "loss", "mae", "seconds"])
        #expect(errorText { try crossValidate(x, y, folds: KFold(2).folds(30)) { try line(0.1) } } != nil)
    }

    /// `ParameterGrid({"units": [8, 16], "alpha": [0.1, 0.01], "act": ["relu"]})` in scikit-learn's order.
    @Test("A grid has every combination, in scikit-learn's order")
    func grid() throws {
        let grid = try ParameterGrid(["units": [8, 16], "alpha": [0.1, 0.01], "act": ["relu"]]).combinations()
        #expect(try grid.map { try $0.int("units") } == [8, 16, 8, 16])
        #expect(try grid.map { try $0.number("alpha") } == [0.1, 0.1, 0.01, 0.01])
        #expect(try grid[0].text("act") == "relu")
        #expect(errorText { try grid[0].number("act") } == "setting 'act': expected a number, got 'relu'")
        #expect(errorText { try grid[0].int("alpha") } == "setting 'alpha': expected a whole number, got 0.1")
        #expect(errorText { try grid[0].int("beta") } == "no setting 'beta'; there are act, alpha, units")
        #expect(errorText { try ParameterGrid(["a": []]).combinations() }?.contains("got 0") == true)
    }

    @Test("Random combinations lie in their ranges and come again with the same seed")
    func sampler() throws {
        let sampler = ParameterSampler(
            [
                "rate": .logUniform(1e-4...1), "units": .integers(3...5), "share": .uniform(-1...1),
                "act": .choice(["relu", 2]),
            ],
            count: 200, seed: 4)
        let drawn = try sampler.combinations()
        let rates = try drawn.map { try $0.number("rate") }
        #expect(rates.allSatisfy { (1e-4...1.0001).contains($0) })
        // A quarter of the logarithms lies in each power of ten.
        #expect((25...75).contains(rates.count { $0 < 1e-3 }))
        #expect(Set(try drawn.map { try $0.int("units") }) == [3, 4, 5])
        #expect(Set(try drawn.map { try $0.text("act") }) == ["relu", "2"])
        #expect(try sampler.combinations() == drawn)
        let wrong = ParameterSampler(["rate": .logUniform(0...1)], count: 1)
        #expect(errorText { try wrong.combinations() } == "'rate': expected a range above 0, got 0.0...1.0")
    }

    @Test("A search finds the better rate and tells it in a table")
    func searching() throws {
        let results = try search(
            ParameterGrid(["rate": [0.0001, 0.1]]).combinations(), x, y, folds: KFold(2).folds(20), batchSize: 5,
            epochs: 20,
            metric: "mae"
        ) { try line($0.number("rate")) }
        #expect(try results.best.settings.number("rate") == 0.1)
        let table = try results.table
        #expect(table.names == ["rank", "rate", "mean_loss", "std_loss", "mean_mae", "std_mae", "seconds"])
        #expect(try table["rate"].numbers == [0.1, 0.0001])
        let unknown = errorText {
            try search([Settings([:])], x, y, folds: KFold(2).folds(20), metric: "accuracy") { _ in try line(0.1) }
        }
        #expect(unknown == "monitor 'accuracy' is not logged; there are loss, mae")
    }
}
