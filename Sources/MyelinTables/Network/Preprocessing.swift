import Foundation
import MyelinCore
import MyelinData
import MyelinNN

/// The layers between raw rows and the numbers that a network learns from, as Keras has them: an `Input` for each column;
/// numbers together, normalized, and zero (the mean) where one is missing; each column of categories looked up and
/// one-hot, with a place of its own for what is missing or was not there in training.
struct Preprocessing {
    let inputs: [Input]
    /// What the network takes.
    let features: SymbolicTensor
    let featureCount: Int
    /// Features that are zero in all rows that were learned from.
    let unseen: [Int]
    /// What was learned of each column, in words.
    let notes: [String]

    /// Learns means, deviations and categories from rows.
    init(_ schema: TableSchema, learnedFrom table: Table) throws {
        var inputs: [Input] = [], numbers: [Input] = [], means: [Double] = [], variances: [Double] = []
        var encoded: [(place: SymbolicTensor, width: Int, isUnseen: Bool)] = []
        var notes: [String] = []
        for field in schema.fields {
            let column = try table[field.name]
            guard let lookup = field.lookup else {
                let input = Input(shape: [1], name: field.input), scale = try Self.scale(column)
                inputs.append(input)
                numbers.append(input)
                means.append(scale.mean)
                variances.append(scale.deviation * scale.deviation)
                notes.append(Self.note(column, scale))
                continue
            }
            let categories = column.distinct, input = Input.text(shape: [1], name: field.input)
            guard !categories.isEmpty else {
                throw MyelinError(
                    .data, "column '\(field.name)': has no values among the rows for training; leave it out")
            }
            inputs.append(input)
            let layer = StringLookup(vocabulary: categories, outputMode: .oneHot, name: lookup)
            encoded.append((layer(input), categories.count + 1, column.missingCount == 0))
            notes.append(
                "one-hot, \(categories.count) categories" + (column.missingCount > 0 ? "; missing is one more" : ""))
        }
        var parts: [SymbolicTensor] = []
        if !numbers.isEmpty {
            let together = Self.concatenated(numbers.map(\.symbolic))
            let normalized = Normalization(
                mean: NumberArray(means), variance: NumberArray(variances))(together)
            let filled = try OperationLayer(
                "NanToNum", module: "keras.src.ops.numpy", settings: ["nan": 0.0, "posinf": .null, "neginf": .null])
            parts.append(filled(normalized))
        }
        var place = numbers.count, unseen: [Int] = []
        for (_, width, isUnseen) in encoded {
            // The lookup's first place is for what it does not know.
            if isUnseen { unseen.append(place) }
            place += width
        }
        self.inputs = inputs
        features = Self.concatenated(parts + encoded.map(\.place))
        featureCount = place
        self.unseen = unseen
        self.notes = notes
    }

    private static func concatenated(_ places: [SymbolicTensor]) -> SymbolicTensor {
        places.count == 1 ? places[0] : Concatenate()(places)
    }

    /// Mean and deviation of the values that are there.
    private static func scale(_ column: Column) throws -> (mean: Double, deviation: Double) {
        let present = (column.numbers ?? []).filter { !$0.isNaN }
        guard !present.isEmpty else {
            throw MyelinError(.data, "column '\(column.name)': has no values among the rows for training; leave it out")
        }
        let scaler = try StandardScaler(fittedTo: Tensor(present, shape: [present.count, 1]))
        return (scaler.mean[0], scaler.standardDeviation[0])
    }

    private static func note(_ column: Column, _ scale: (mean: Double, deviation: Double)) -> String {
        let mean = rounded(scale.mean)
        return "mean \(mean), deviation \(rounded(scale.deviation))"
            + (column.missingCount > 0 ? "; missing ones become \(mean)" : "")
    }
}

/// A number in at most four digits that count.
func rounded(_ value: Double) -> String {
    guard value.isFinite, value != 0 else { return Column.text(value) }
    let text = String(format: "%.4g", value)
    return text
}
