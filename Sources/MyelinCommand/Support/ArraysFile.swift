import Foundation
import Myelin

/// A `.npz` file with the arrays of a model: inputs by name (or `x`), targets `y` or `y0`, `y1`, …, and `sample_weight`.
struct ArraysFile {
    private let path: String
    private let arrays: [String: DataArray]

    init(_ path: String) throws {
        self.path = path
        arrays = try NumPy.readData(npz: path)
    }

    private func missing(_ name: String) -> MyelinError {
        let names = arrays.keys.sorted().joined(separator: ", ")
        return MyelinError(.data, "\(path): no array '\(name)'; there are \(names.isEmpty ? "none" : names)")
    }

    func inputs(of model: Model) throws -> [DataArray] {
        let names = model.inputNames
        return try names.map { name in
            if let array = arrays[name] ?? (names.count == 1 ? arrays["x"] : nil) { return array }
            throw missing(name)
        }
    }

    func targets(of model: Model) throws -> [Tensor] {
        let count = model.outputNames.count
        return try (0..<count).map { number in
            if let array = arrays["y\(number)"] ?? (count == 1 ? arrays["y"] : nil) ?? arrays[model.outputNames[number]]
            {
                guard let numbers = array.numbers else {
                    throw MyelinError(.data, "\(path): the targets are text, expected numbers")
                }
                return numbers
            }
            throw missing(count == 1 ? "y" : "y\(number)")
        }
    }

    func sampleWeight() throws -> Tensor? {
        guard let array = arrays["sample_weight"] else { return nil }
        guard let numbers = array.numbers else {
            throw MyelinError(.data, "\(path): the sample weights are text, expected numbers")
        }
        return numbers
    }

    /// Tells of arrays that training and evaluation do not look at: mostly a name was mistyped.
    func warnOfOthers(than model: Model) {
        let outputs = model.outputNames
        var known = Set(model.inputNames + outputs + outputs.indices.map { "y\($0)" } + ["sample_weight"])
        if model.inputNames.count == 1 { known.insert("x") }
        if outputs.count == 1 { known.insert("y") }
        let others = arrays.keys.filter { !known.contains($0) }.sorted()
        guard !others.isEmpty else { return }
        warn("\(path): arrays that are not used: \(others.joined(separator: ", "))")
    }
}

/// A number of the logs, or the numbers of a metric that has one for each class, as JSON has them.
enum LogValue: Encodable {
    case number(Double)
    case numbers([Double])

    func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .number(let value): try container.encode(value)
        case .numbers(let values): try container.encode(values)
        }
    }
}

extension Logs {
    /// As Keras' `evaluate(return_dict=True)`.
    var json: [String: LogValue] {
        Dictionary(
            uniqueKeysWithValues: entries.map { ($0.name, lists[$0.name].map { .numbers($0) } ?? .number($0.value)) })
    }
}

extension History {
    /// As Keras' `History.history`.
    var json: [String: [LogValue]] {
        Dictionary(
            uniqueKeysWithValues: names.map { name in
                (name, lists(name)?.map { .numbers($0) } ?? self[name].map { .number($0) })
            })
    }
}
