import Foundation
import MyelinCore
import MyelinData
import MyelinNN

/// What models that were trained on different parts of the data reach on the rest.
public struct CrossValidation: Sendable {
    /// Loss and metrics of each fold, on the samples that were kept back.
    public let scores: [Logs]
    /// How long each fold took.
    public let seconds: [Double]

    /// The names of loss and metrics.
    public var names: [String] { scores.first?.names ?? [] }
    /// The values of one of them, fold by fold.
    public subscript(_ name: String) -> [Double] { scores.compactMap { $0[name] } }

    /// The mean over the folds.
    public func mean(_ name: String) -> Double { self[name].reduce(0, +) / Double(self[name].count) }

    /// The standard deviation over the folds, by their number.
    public func standardDeviation(_ name: String) -> Double {
        let mean = mean(name), values = self[name]
        return (values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(values.count)).squareRoot()
    }

    /// The folds as a table: a row for each.
    public var table: Table {
        get throws {
            let number = Column("fold", scores.indices.map { Double($0) })
            return try Table([number] + names.map { Column($0, self[$0]) } + [Column("seconds", seconds)])
        }
    }
}

/// Trains a new model for each fold and evaluates it on the samples that the fold keeps back. scikit-learn:
/// `cross_validate`.
///
///     let result = try crossValidate(x, y, folds: StratifiedKFold(5, seed: 0).folds(y), epochs: 50) {
///         let model = try Sequential { … }
///         model.compile(optimizer: Adam(), loss: .sparseCategoricalCrossentropy, metrics: [.accuracy])
///         return model
///     }
///     print(result.mean("accuracy"), result.standardDeviation("accuracy"))
///
/// What is learned from data before training, such as a `StandardScaler`, belongs into the model (a `Normalization` that
/// `prepare` adapts): else it would have seen the samples that are kept back.
///
/// - Parameters:
///   - folds: from `KFold` or `StratifiedKFold`.
///   - prepare: is called with a fold's model and the samples that it is trained with, before training.
///   - makeModel: a new model, compiled.
public func crossValidate(
    _ x: Tensor, _ y: Tensor, folds: [Fold], batchSize: Int = 32, epochs: Int = 1,
    callbacks: () -> [Callback] = { [] }, prepare: (Model, Tensor) throws -> Void = { _, _ in },
    _ makeModel: () throws -> Model
) throws -> CrossValidation {
    guard x.rank > 0, y.rank > 0, x.shape[0] == y.shape[0], let last = folds.flatMap({ $0.train + $0.test }).max(),
        last < x.shape[0]
    else {
        throw MyelinError(
            .data,
            "crossValidate: expected x and y of one length and folds of as many samples, got shapes \(x.shape) and "
                + "\(y.shape)")
    }
    var scores: [Logs] = [], seconds: [Double] = []
    for (number, fold) in folds.enumerated() {
        do {
            let clock = ContinuousClock(), start = clock.now
            let model = try makeModel(), inputs = try x.rows(fold.train)
            try prepare(model, inputs)
            try model.fit(
                inputs, try y.rows(fold.train), batchSize: batchSize, epochs: epochs, verbose: .silent,
                callbacks: callbacks())
            scores.append(try model.evaluate(try x.rows(fold.test), try y.rows(fold.test), batchSize: batchSize))
            seconds.append((clock.now - start) / .seconds(1))
        } catch let error as MyelinError { throw error.located(at: "fold \(number)") }
    }
    return CrossValidation(scores: scores, seconds: seconds)
}
