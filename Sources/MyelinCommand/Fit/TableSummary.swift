import Foundation
import Myelin

/// What training on a table tells before and after.
struct TableSummary {
    let training: TableTraining
    let data: Table
    let shared: FitOptions
    let network: NetworkFitOptions

    init(_ training: TableTraining, _ data: Table, shared: FitOptions, network: NetworkFitOptions) {
        self.training = training
        self.data = data
        self.shared = shared
        self.network = network
    }

    /// The rows that tell how good the model is: those for testing, else for stopping, else those that it learned from.
    var evaluationRows: (rows: [Int], name: String) {
        if !training.testRows.isEmpty { return (training.testRows, "rows kept for testing") }
        if !training.validationRows.isEmpty {
            return (training.validationRows, "rows for validation, which told when to stop")
        }
        return (training.trainRows, "rows that it learned from")
    }

    func before(_ file: String) -> String {
        let target = training.target
        var text = "\(file): \(data.rowCount) rows, \(data.columns.count) columns\n\n"
        var grid = TextGrid(headers: ["column", "type", "missing", "used as"], rightAligned: [2])
        for use in training.columns {
            grid.add([use.name, use.kind.rawValue, use.missingText(of: data.rowCount), use.note])
        }
        text += "\(grid)\n\ntarget '\(target.name)': \(targetText)\n"
        if training.rowsWithoutTarget > 0 {
            text += "\(training.rowsWithoutTarget) rows are left out, for they have no '\(target.name)'\n"
        }
        let parts = [
            (training.trainRows, "for training"), (training.validationRows, "for validation"),
            (training.testRows, "for testing"),
        ].filter { !$0.0.isEmpty }.map { "\($0.0.count) \($0.1)" }
        text += "rows: " + parts.joined(separator: ", ")
        text += target.classNames.isEmpty ? "\n" : ", each with the same share of every class\n"
        let layers = training.network.layers.compactMap { ($0 as? Dense)?.units }.map(String.init)
        text +=
            "network: \(training.featureCount) features"
            + (layers.isEmpty ? "" : " → " + layers.joined(separator: " → "))
            + ", \(training.network.parameterCount) parameters\n"
        return text
    }

    private var targetText: String {
        let target = training.target
        guard !target.classNames.isEmpty else { return "a number (\(target.task.rawValue))" }
        let counts = target.classNames.indices.map { number in
            "\(target.classNames[number]) (\(training.count(of: number)))"
        }
        let shown = counts.prefix(12).joined(separator: ", ") + (counts.count > 12 ? ", …" : "")
        return "\(target.classNames.count) classes (\(target.task.rawValue)): \(shown)"
    }

    func evaluated(_ model: TableModel) throws -> TableEvaluation {
        try training.evaluate(model, on: evaluationRows.rows)
    }

    func after(_ result: TableEvaluation) -> String {
        var text = ""
        if let stopping = training.stopping {
            let best = stopping.bestEpoch + 1
            text +=
                stopping.stoppedEpoch.map { "stopped after epoch \($0 + 1); the weights of epoch \(best) stay\n" }
                ?? "the weights of epoch \(best), the best, stay\n"
        }
        return text + "\non the \(evaluationRows.rows.count) \(evaluationRows.name):\n\n\(result)"
    }

    // MARK: JSON

    func report(_ file: String, _ result: TableEvaluation) -> Report {
        Report(
            data: file, target: training.target.name, task: training.target.task.rawValue,
            class_names: training.target.classNames, rows_without_target: training.rowsWithoutTarget,
            rows: [
                "train": training.trainRows.count, "validation": training.validationRows.count,
                "test": training.testRows.count,
            ],
            columns: training.columns.map {
                .init(
                    name: $0.name, type: $0.kind.rawValue, missing: $0.missingCount, is_used: $0.isUsed, note: $0.note)
            },
            features: training.featureCount, parameters: training.network.parameterCount,
            epochs: training.history.epochs.count, best_epoch: (training.stopping?.bestEpoch ?? 0) + 1,
            evaluated: EvaluationReport(result, on: evaluationRows.name))
    }

    /// What `--report` writes.
    struct Report: Encodable {
        struct Column: Encodable {
            let name: String
            let type: String
            let missing: Int
            let is_used: Bool
            let note: String
        }

        let data: String
        let target: String
        let task: String
        let class_names: [String]
        let rows_without_target: Int
        let rows: [String: Int]
        let columns: [Column]
        let features: Int
        let parameters: Int
        let epochs: Int
        let best_epoch: Int
        let evaluated: EvaluationReport
    }
}
