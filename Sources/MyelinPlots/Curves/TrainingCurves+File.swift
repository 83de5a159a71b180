import Foundation
import MyelinCore
import MyelinData
import MyelinNN

extension TrainingCurves {
    /// The curves in a file that training wrote:
    ///
    /// - JSON: a history (`myelin fit --history`), or a report that has one (`myelin run --report`);
    /// - `.jsonl`: the lines of `JSONLogger`;
    /// - `.csv`: the lines of `CSVLogger`.
    ///
    /// - Throws: what is wrong with the file, with its name.
    public init(file path: String) throws {
        guard FileSystem.isFile(path) else { throw MyelinError(.file, "\(path): no such file") }
        let bytes = try FileSystem.contents(of: path)
        do {
            if path.hasSuffix(".jsonl") {
                try self.init(lines: bytes, place: path)
            } else if path.hasSuffix(".csv") {
                try self.init(csv: String(decoding: bytes, as: UTF8.self))
            } else {
                try self.init(json: try ConfigValue(json: Data(bytes), place: path))
            }
        } catch let error as MyelinError { throw error.located(at: path) }
    }

    private static let expected = "expected a history such as {\"loss\": [0.7, 0.4]}, or a report with one"

    private init(json: ConfigValue) throws {
        guard case .object(let fields) = json else { throw MyelinError(.file, Self.expected) }
        var title = "", curves = fields
        if let history = fields["history"] {
            guard case .object(let found) = history else { throw MyelinError(.file, Self.expected) }
            curves = found
            if case .string(let recipe)? = fields["recipe"] { title = recipe }
        }
        // The keys of an object have no order.
        try self.init(
            title: title,
            curves.keys.sorted().map { name in
                guard case .array(let values) = curves[name]! else {
                    throw MyelinError(.file, "'\(name)' is no list of numbers; \(Self.expected)")
                }
                return (name, try values.map { try Self.number($0, name) })
            })
    }

    private init(lines bytes: [UInt8], place: String) throws {
        var epochs: [Int] = [], table: [String: [Double]] = [:]
        for (index, line) in bytes.split(separator: UInt8(ascii: "\n")).enumerated() {
            let place = "\(place): line \(index + 1)"
            guard case .object(let fields) = try JSONReader.read(line, place: place),
                case .int(let epoch)? = fields["epoch"]
            else { throw MyelinError(.file, "\(place): expected an object with an 'epoch'") }
            epochs.append(epoch)
            for (name, value) in fields where name != "epoch" {
                table[name, default: []].append(try Self.number(value, name))
            }
        }
        try self.init(epochs: epochs, table.keys.sorted().map { ($0, table[$0]!) })
    }

    private init(csv text: String) throws {
        let rows = text.split(whereSeparator: \.isNewline).map {
            $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
        }
        guard let header = rows.first, header.first == "epoch" else {
            throw MyelinError(.file, "expected the lines of a CSVLogger, which begin with 'epoch,'")
        }
        var epochs: [Int] = [], columns = [[Double]](repeating: [], count: header.count)
        var isLogged = [Bool](repeating: false, count: header.count)
        for (index, row) in rows.dropFirst().enumerated() {
            guard row.count == header.count, let epoch = Int(row[0]) else {
                throw MyelinError(.file, "line \(index + 2): expected an epoch and \(header.count - 1) numbers")
            }
            epochs.append(epoch)
            for (place, cell) in row.enumerated().dropFirst() where !cell.isEmpty {
                // What Keras' CSVLogger, too, writes for validation without validation data.
                guard let value = cell == "NA" ? .nan : Double(cell) else {
                    throw MyelinError(
                        .file, "line \(index + 2): expected a number for '\(header[place])', got '\(cell)'")
                }
                columns[place].append(value)
                if cell != "NA" { isLogged[place] = true }
            }
        }
        try self.init(
            epochs: epochs, header.indices.dropFirst().filter { isLogged[$0] }.map { (header[$0], columns[$0]) })
    }

    /// A number, also one that JSON has no sign for; of a metric with one for each class the mean.
    private static func number(_ value: ConfigValue, _ name: String) throws -> Double {
        switch value {
        case .int(let value): return Double(value)
        case .double(let value): return value
        case .string("NaN"), .null: return .nan
        case .string("Infinity"): return .infinity
        case .string("-Infinity"): return -.infinity
        case .array(let values) where !values.isEmpty:
            return try values.map { try number($0, name) }.reduce(0, +) / Double(values.count)
        default: throw MyelinError(.file, "'\(name)': expected numbers, got \(value)")
        }
    }
}
