import ArgumentParser
import Foundation
import Myelin

/// Options of training on a CSV file.
struct TableFitOptions: ParsableArguments {
    @Option(help: "The column to tell from the others.") var target: String?
    @Option(help: "auto, regression, binary or multiclass.") var task: String = "auto"
    @Option(help: "Columns that are not to be looked at: a,b,c.") var ignore: [String] = []
    @Option(help: "Columns whose numbers or many texts are categories: a,b,c.") var categorical: [String] = []
    @Option(help: "More categories than that in a column are an error.") var maxCategories: Int = 1000
    @Option(help: "Texts that mean that there is no value, besides nothing, NA, NaN, null and the like: ?,unknown.")
    var missingValues: [String] = []
    @Option(help: "What stands between the fields; by default the header's first comma, semicolon or tab.")
    var separator: String?

    /// Throws where an option is given that means nothing.
    func requireNone(_ subject: String) throws {
        try requireNoOptions(
            [
                ("--target", target != nil), ("--task", task != "auto"), ("--ignore", !ignore.isEmpty),
                ("--categorical", !categorical.isEmpty), ("--missing-values", !missingValues.isEmpty),
                ("--separator", separator != nil),
            ], for: "a CSV file", not: subject)
    }
}

/// Trains a new network that tells a column of a CSV file from the others.
struct FitTable {
    let file: String
    let shared: FitOptions
    let network: NetworkFitOptions
    let table: TableFitOptions

    func run() throws {
        var options = TableOptions(separator: try separatorArgument(table.separator))
        options.missingWords.formUnion(table.missingValues.separated)
        for name in table.categorical.separated { options.kinds[name] = .category }
        let csv = try CSVFile(file, separator: options.separator)
        guard let target = table.target else {
            throw MyelinError(
                .argument,
                "\(file): --target names the column to tell; there are " + csv.names.joined(separator: ", "))
        }
        do {
            let data = try Table(csv, options: options)
            let training = try TableTraining(
                data, target: target, try settings(), network: try givenNetwork(), missingWords: options.missingWords)
            try run(training, data)
        } catch let error as MyelinError where error.kind == .data { throw error.located(at: file) }
    }

    private func run(_ training: TableTraining, _ data: Table) throws {
        let summary = TableSummary(training, data, shared: shared, network: network)
        shared.tell(summary.before(file))
        let interrupt = InterruptCallback()
        let lines =
            shared.quiet || shared.logging.live ? [] : [EpochLines(epochs: shared.epochs ?? TableSettings().epochs)]
        let model = try training.run(
            callbacks: try shared.logging.callbacks() + [interrupt] + lines, verbose: .silent)
        let result = try summary.evaluated(model)
        shared.tell(summary.after(result))
        if let output = shared.output {
            try model.save(output)
            shared.tell(
                "saved to \(output); predict with: myelin predict \(output) --input new.csv --output predictions.csv")
        }
        try shared.write(training.history)
        if let path = network.report { try JSONFile.write(summary.report(file, result), to: path) }
        try shared.exitIfInterrupted(interrupt)
    }

    private func settings() throws -> TableSettings {
        var settings = network.settings
        guard let task = TableTask(rawValue: table.task) else {
            throw MyelinError(
                .argument,
                "--task: expected \(TableTask.allCases.map(\.rawValue).joined(separator: ", ")), got '\(table.task)'")
        }
        settings.task = task
        settings.hidden = try network.hiddenUnits(default: "mlp:64,64") ?? []
        settings.batchSize = shared.batchSize
        settings.epochs = shared.epochs ?? settings.epochs
        settings.patience = network.patience ?? settings.patience
        settings.validationFraction = shared.validationSplit ?? settings.validationFraction
        settings.seed = shared.seed ?? 0
        settings.ignored = Set(table.ignore.separated)
        settings.categorical = Set(table.categorical.separated)
        settings.mostCategories = table.maxCategories
        return settings
    }

    private func givenNetwork() throws -> Model? {
        guard try network.hiddenUnits(default: "mlp:64,64") == nil, let path = network.model else { return nil }
        guard FileManager.default.fileExists(atPath: path) else {
            throw MyelinError(.argument, "--model: expected mlp:29,29,15 or a model file, got '\(path)'")
        }
        let model = try loadModel(path, seed: shared.seed)
        guard try TableModel(model) == nil else {
            throw MyelinError(
                .argument,
                "--model: \(path) takes raw rows already; give a network from numbers to the target, or mlp:29,29,15")
        }
        return model
    }
}

/// A separator as the command line has it.
func separatorArgument(_ text: String?) throws -> Character? {
    guard let text else { return nil }
    if ["tab", "\\t", "\t"].contains(text) { return "\t" }
    guard let character = text.first, text.count == 1, character != "\"", !character.isNewline else {
        throw MyelinError(.argument, "--separator: expected one character or 'tab', got '\(text)'")
    }
    return character
}
