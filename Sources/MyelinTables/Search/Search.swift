import MyelinCore
import MyelinNN

/// What a search over hyper-parameters found. scikit-learn: `cv_results_`.
public struct SearchResults: Sendable {
    /// A combination and what it reached.
    public struct Trial: Sendable {
        /// The combination.
        public let settings: Settings
        /// What models of it reached, fold by fold.
        public let validation: CrossValidation
    }

    /// In the order in which they were tried.
    public let trials: [Trial]
    /// What they are compared by.
    public let metric: String
    private let wantsLarger: Bool

    /// - Parameter model: one of the models, whose metric tells which way is better.
    init(_ trials: [Trial], metric: String, model: Model?) throws {
        self.trials = trials
        self.metric = metric
        let monitor = Monitor(metric)
        for trial in trials { for logs in trial.validation.scores { _ = try monitor.value(in: logs) } }
        wantsLarger = try monitor.wantsLarger(model)
    }

    /// The trials from the best to the worst; one whose result is not a number comes last.
    public var ranked: [Trial] {
        func score(_ trial: Trial) -> Double { trial.validation.mean(metric) }
        return trials.enumerated().sorted { left, right in
            let (a, b) = (score(left.element), score(right.element))
            if a.isNaN || b.isNaN { return a.isNaN == b.isNaN ? left.offset < right.offset : b.isNaN }
            if a == b { return left.offset < right.offset }
            return wantsLarger ? a > b : a < b
        }.map(\.element)
    }

    /// The best trial.
    public var best: Trial { ranked[0] }

    /// The trials as a table, the best first: rank, settings, mean and deviation of loss and metrics over the folds, and
    /// seconds.
    public var table: Table {
        get throws {
            let ranked = ranked
            var columns = [Column("rank", ranked.indices.map { Double($0 + 1) })]
            for name in Set(ranked.flatMap { $0.settings.values.keys }).sorted() {
                let values = ranked.map { $0.settings.values[name] }
                let numbers = values.compactMap { if case .number(let value)? = $0 { value } else { nil } }
                columns.append(
                    numbers.count == values.count ? Column(name, numbers) : Column(name, values.map { $0?.description })
                )
            }
            for name in trials[0].validation.names {
                columns.append(Column("mean_\(name)", ranked.map { $0.validation.mean(name) }))
                columns.append(Column("std_\(name)", ranked.map { $0.validation.standardDeviation(name) }))
            }
            columns.append(Column("seconds", ranked.map { $0.validation.seconds.reduce(0, +) }))
            return try Table(columns)
        }
    }
}

/// Cross-validates a model for each of some combinations of hyper-parameters. scikit-learn: `GridSearchCV` and
/// `RandomizedSearchCV`.
///
///     let grid = ParameterGrid(["units": [8, 32], "rate": [0.01, 0.001]])
///     let results = try search(grid.combinations(), x, y, folds: folds, epochs: 50, metric: "accuracy") { settings in
///         let model = try Sequential { … Dense(try settings.int("units"), activation: .relu) … }
///         model.compile(optimizer: Adam(learningRate: try settings.number("rate")), …)
///         return model
///     }
///     print(try results.table)
///
/// - Parameters:
///   - combinations: from `ParameterGrid` or `ParameterSampler`.
///   - metric: what they are compared by: `loss`, or a metric that the models are compiled with.
///   - prepare: see `crossValidate`.
///   - makeModel: a new model for a combination, compiled.
public func search(
    _ combinations: [Settings], _ x: Tensor, _ y: Tensor, folds: [Fold], batchSize: Int = 32, epochs: Int = 1,
    metric: String = "loss", callbacks: () -> [Callback] = { [] },
    prepare: (Model, Tensor) throws -> Void = { _, _ in }, _ makeModel: (Settings) throws -> Model
) throws -> SearchResults {
    guard !combinations.isEmpty else { throw MyelinError(.argument, "search: expected combinations, got none") }
    var model: Model?
    let trials = try combinations.map { settings in
        SearchResults.Trial(
            settings: settings,
            validation: try crossValidate(
                x, y, folds: folds, batchSize: batchSize, epochs: epochs, callbacks: callbacks, prepare: prepare
            ) {
                let made = try makeModel(settings)
                model = made
                return made
            })
    }
    return try SearchResults(trials, metric: metric, model: model)
}
