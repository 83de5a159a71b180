import Myelin

// Networks for tables, on seeded synthetic data of the shape that courses use.

/// A small binary classifier: 30-24-24-1, the size of the breast-cancer table.
struct TabularBinary: Recipe {
    let name = "tabular-binary"
    let summary = "binary classifier on a synthetic table: 30-24-24-1, RMSprop"
    let defaults = RecipeDefaults(epochs: 100, batchSize: 19, learningRate: 0.001)

    func model(seed: Int, learningRate: Double) throws -> Model {
        let model = try Sequential(seed: seed) {
            Input(shape: [30])
            Dense(24, activation: .relu)
            Dense(24, activation: .relu)
            Dense(1, activation: .sigmoid)
        }
        model.compile(
            optimizer: RMSprop(learningRate: learningRate), loss: .binaryCrossentropy, metrics: [.accuracy])
        return model
    }

    func data(_ source: DataSource) throws -> RecipeData {
        try Table.split(SyntheticTabular.binary(features: 30, count: 569, seed: UInt64(source.seed)), source)
    }

    func timingData(samples: Int) throws -> RecipeData {
        RecipeData(train: try SyntheticTabular.binary(features: 30, count: samples, seed: 1), origin: "synthetic")
    }
}

/// A binary classifier with dropout that stops by itself: 78-39-19-1.
struct TabularDropout: Recipe {
    let name = "tabular-dropout"
    let summary = "binary classifier with dropout and early stopping: 78-39-19-1, Adam"
    let defaults = RecipeDefaults(epochs: 600, batchSize: 256, learningRate: 0.001)

    func model(seed: Int, learningRate: Double) throws -> Model {
        let model = try Sequential(seed: seed) {
            Input(shape: [78])
            Dense(39, activation: .relu)
            Dropout(0.2)
            Dense(19, activation: .relu)
            Dropout(0.2)
            Dense(1, activation: .sigmoid)
        }
        model.compile(
            optimizer: Adam(learningRate: learningRate), loss: .binaryCrossentropy, metrics: [.accuracy])
        return model
    }

    func callbacks() -> [Callback] { [EarlyStopping(monitor: "val_loss", patience: 25, restoreBestWeights: true)] }

    func data(_ source: DataSource) throws -> RecipeData {
        var data = try Table.split(
            SyntheticTabular.binary(features: 78, count: 20_000, seed: UInt64(source.seed)), source)
        data.validationSplit = 0.15
        return data
    }

    func timingData(samples: Int) throws -> RecipeData {
        RecipeData(train: try SyntheticTabular.binary(features: 78, count: samples, seed: 1), origin: "synthetic")
    }
}

/// A regression network, as for house prices: 19-19-19-19-19-1.
struct TabularRegression: Recipe {
    let name = "tabular-regression"
    let summary = "regression on a synthetic table: 19-19-19-19-19-1, Adam, mean squared error"
    let defaults = RecipeDefaults(epochs: 100, batchSize: 128, learningRate: 0.001)

    func model(seed: Int, learningRate: Double) throws -> Model {
        let model = try Sequential(seed: seed) {
            Input(shape: [19])
            for _ in 0..<4 { Dense(19, activation: .relu) }
            Dense(1)
        }
        model.compile(
            optimizer: Adam(learningRate: learningRate), loss: .meanSquaredError, metrics: [.mae])
        return model
    }

    func data(_ source: DataSource) throws -> RecipeData {
        try Table.split(SyntheticTabular.regression(features: 19, count: 20_000, seed: UInt64(source.seed)), source)
    }

    func timingData(samples: Int) throws -> RecipeData {
        RecipeData(train: try SyntheticTabular.regression(features: 19, count: samples, seed: 1), origin: "synthetic")
    }
}

private enum Table {
    /// A fifth for testing; the inputs are standardized by what the training part alone says.
    static func split(_ table: (x: Tensor, y: Tensor), _ source: DataSource) throws -> RecipeData {
        let parts = try trainTestSplit(table.x, table.y, testFraction: 0.2, seed: UInt64(source.seed))
        let scaler = try StandardScaler(fittedTo: parts.train.x)
        return RecipeData(
            train: (try scaler.transform(parts.train.x), parts.train.y), validationSplit: 0.15,
            test: (try scaler.transform(parts.test.x), parts.test.y), origin: "synthetic table, seed \(source.seed)")
    }
}
