import MyelinCore
import MyelinData
import MyelinNN

/// Makes a network for a table and trains it.
///
///     var settings = TableSettings()
///     settings.hidden = [29, 29]
///     let training = try TableTraining(Table(csv: "houses.csv"), target: "price", settings)
///     let model = try training.run()
///     print(try training.evaluate(model, on: training.testRows))
///     try model.save("houses.keras")
///
/// What is learned of the columns (means, deviations, categories) comes from the rows for training alone.
public final class TableTraining {
    /// What becomes of each column but the target.
    public private(set) var columns: [ColumnUse]
    /// The column that is told.
    public let target: TableTarget
    /// The rows that are learned from.
    public let trainRows: [Int]
    /// The rows that tell when to stop.
    public let validationRows: [Int]
    /// The rows that training never sees.
    public let testRows: [Int]
    /// Rows that are left out because they have no target.
    public let rowsWithoutTarget: Int
    /// The network between the features and the target, without the preprocessing.
    public let network: Model
    /// How many numbers a row becomes.
    public var featureCount: Int { preprocessing.featureCount }
    /// The callback that ended training, and its best epoch.
    public private(set) var stopping: EarlyStopping?
    private let table: Table
    private static let fewestRows = 4
    private let settings: TableSettings
    private let schema: TableSchema
    private let preprocessing: Preprocessing
    /// Of the target, for a regression: the network learns numbers of mean 0 and deviation 1.
    private let scaler: StandardScaler?

    /// Decides what becomes of columns and rows, and makes the network.
    ///
    /// - Parameters:
    ///   - target: the name of the column that is to be told.
    ///   - network: an untrained one instead of the settings' hidden layers: from as many numbers as there are features to
    ///     one for each class (or a single one).
    ///   - missingWords: what predictions take for missing values in CSV files.
    /// - Throws: `MyelinError` that names the column that does not fit, and what to do.
    public init(
        _ table: Table, target name: String, _ settings: TableSettings = TableSettings(), network: Model? = nil,
        missingWords: Set<String> = TableOptions.missingWords
    ) throws {
        try settings.check(table)
        guard !settings.ignored.contains(name) else {
            throw MyelinError(
                .argument, "target '\(name)': is to be left out, too (--ignore); keep it, or name another target")
        }
        self.table = table
        self.settings = settings
        let target = try TableTarget(table[name], task: settings.task, mostClasses: settings.mostCategories)
        self.target = target
        let others = table.columns.filter { $0.name != name }
        columns = try others.map { try ColumnUse($0, settings) }
        let used = zip(others, columns).filter(\.1.isUsed).map(\.0)
        guard !used.isEmpty else {
            throw MyelinError(
                .data,
                "no column is left to tell '\(name)' from: "
                    + (others.isEmpty
                        ? "there is no other" : columns.map { "'\($0.name)' is \($0.note)" }.joined(separator: ", ")))
        }
        let rows = (0..<table.rowCount).filter { !target.values[$0].isNaN }
        rowsWithoutTarget = table.rowCount - rows.count
        guard rows.count >= Self.fewestRows else {
            throw MyelinError(
                .data,
                "has \(rows.count) rows with a '\(name)', expected at least \(Self.fewestRows), from which some are kept for "
                    + "testing and for validation")
        }
        let parts = try settings.parts(rows, classes: target.classNames.isEmpty ? nil : target.classes)
        (trainRows, validationRows, testRows) = (parts.train, parts.validation, parts.test)
        try Self.checkClasses(target, trainRows)
        schema = TableSchema(used, target: target, missingWords: missingWords)
        preprocessing = try Preprocessing(schema, learnedFrom: table.rows(trainRows))
        for (place, use) in columns.enumerated() where use.isUsed {
            let number = schema.fields.firstIndex { $0.name == use.name }!
            columns[place].note = preprocessing.notes[number]
        }
        let learned = trainRows.map { target.values[$0] }
        scaler =
            target.task == .regression
            ? try StandardScaler(fittedTo: Tensor(learned, shape: [learned.count, 1])) : nil
        self.network = try network ?? settings.network(preprocessing.featureCount, target)
        try checkNetwork(self.network)
    }

    /// Throws if there is a class that training would never see.
    private static func checkClasses(_ target: TableTarget, _ rows: [Int]) throws {
        // A number may be larger than any class number.
        guard !target.classNames.isEmpty else { return }
        let classes = target.classes, seen = Set(rows.map { classes[$0] })
        guard let unseen = target.classNames.indices.first(where: { !seen.contains($0) }) else { return }
        throw MyelinError(
            .data,
            "target '\(target.name)': none of the rows of class '\(target.classNames[unseen])' (there are "
                + "\(classes.count { $0 == unseen })) is left for training; add rows of it, or take them out")
    }

    private func checkNetwork(_ network: Model) throws {
        let features = preprocessing.featureCount, outputs = target.task == .multiclass ? target.classNames.count : 1
        guard network.inputs.count == 1, network.inputs[0].shape.map({ $0 ?? -1 }).dropFirst() == [features],
            network.outputs.count == 1, network.outputs[0].shape.map({ $0 ?? -1 }).dropFirst() == [outputs]
        else {
            func shape(_ places: [SymbolicTensor]) -> String {
                places.map { "(" + $0.shape.map { $0.map(String.init) ?? "batch" }.joined(separator: ", ") + ")" }
                    .joined(separator: " and ")
            }
            throw MyelinError(
                .shape,
                "\(network.name): expected a network from (batch, \(features)), the features of this table, to "
                    + "(batch, \(outputs)), got one from \(shape(network.inputs)) to \(shape(network.outputs))")
        }
    }

    /// Trains the network and puts the preprocessing in front of it.
    ///
    /// - Throws: `MyelinError` of kind `.training` if the loss becomes not a number.
    public func run(callbacks: [Callback] = [], verbose: Verbosity = .automatic) throws -> TableModel {
        let raw = try Model(inputs: preprocessing.inputs, outputs: [preprocessing.features], seed: settings.seed)
        func features(_ rows: [Int]) throws -> Tensor {
            try raw.predict(try schema.arrays(table.rows(rows)), batchSize: 1024)[0].numbers!.cast(to: .float32)
                .detached()
        }
        try clearUnseen()
        try compile(network)
        let stopping = EarlyStopping(
            monitor: validationRows.isEmpty ? "loss" : "val_loss", patience: settings.patience,
            restoreBestWeights: true)
        self.stopping = stopping
        let validation = validationRows.isEmpty ? nil : (try features(validationRows), try targets(validationRows))
        try network.fit(
            try features(trainRows), try targets(trainRows), batchSize: settings.batchSize, epochs: settings.epochs,
            verbose: verbose, callbacks: callbacks + [stopping], validationData: validation)
        let losses = network.history["loss"]
        guard losses.allSatisfy(\.isFinite) else {
            throw MyelinError(
                .training,
                "the loss is not a number any more after epoch \(losses.firstIndex { !$0.isFinite }! + 1); "
                    + "take a smaller learning rate")
        }
        return try whole()
    }

    /// What training logged, epoch by epoch.
    public var history: History { network.history }

    /// How well a model tells the target of some rows.
    public func evaluate(_ model: TableModel, on rows: [Int]) throws -> TableEvaluation {
        let predictions = try model.predict(table.rows(rows))
        if target.task == .regression {
            return .regression(
                try RegressionReport(targets: rows.map { target.values[$0] }, predictions: predictions.values))
        }
        return .classification(
            try ClassificationReport(
                targets: rows.map { target.classes[$0] }, predictions: predictions.classes,
                classNames: target.classNames))
    }

    /// How many rows are of a class.
    public func count(of classNumber: Int) -> Int { target.classes.count { $0 == classNumber } }

    // MARK: Parts

    private func compile(_ model: Model) throws {
        let optimizer = try settings.makeOptimizer()
        switch target.task {
        case .regression, .automatic: model.compile(optimizer: optimizer, loss: .meanSquaredError, metrics: [.mae])
        case .binary: model.compile(optimizer: optimizer, loss: .binaryCrossentropy, metrics: [.accuracy])
        case .multiclass:
            model.compile(optimizer: optimizer, loss: .sparseCategoricalCrossentropy, metrics: [.accuracy])
        }
    }

    private func targets(_ rows: [Int]) throws -> Tensor {
        switch target.task {
        case .regression, .automatic:
            return try scaler!.transform(Tensor(rows.map { Float(target.values[$0]) }, shape: [rows.count, 1]))
        case .binary: return Tensor(rows.map { Float(target.values[$0]) }, shape: [rows.count, 1])
        case .multiclass: return Tensor(rows.map { Int32(target.values[$0]) }, shape: [rows.count])
        }
    }

    /// What no row has gets weights of zero, which stay: otherwise a category that is met later for the first time would
    /// be answered by whatever random weights the first layer began with.
    private func clearUnseen() throws {
        guard !preprocessing.unseen.isEmpty, let dense = network.layers.first(where: { !($0 is Input) }) as? Dense,
            let kernel = dense.ownWeights.first?.variable, kernel.shape.rank == 2
        else { return }
        var values = try kernel.value.scalars(Float.self)
        let width = kernel.shape[1]
        for place in preprocessing.unseen {
            for unit in 0..<width { values[place * width + unit] = 0 }
        }
        try kernel.assign(Tensor(values, shape: kernel.shape))
    }

    /// Preprocessing, network, and the way back to the target's unit.
    private func whole() throws -> TableModel {
        var place = preprocessing.features
        if network is Sequential {
            for layer in network.layers { place = layer(place) }
        } else {
            place = network(place)
        }
        if let scaler {
            place = Rescaling(scaler.standardDeviation[0], offset: scaler.mean[0])(place)
        }
        let model = try Model(inputs: preprocessing.inputs, outputs: [place], name: "table", seed: settings.seed)
        try compile(model)
        return TableModel(model, schema)
    }
}
