import Foundation
import MyelinCore
import MyelinNN

/// A file name with fields of Python's kind: `{epoch:02d}-{val_loss:.2f}.keras`.
struct CheckpointName {
    private let pattern: String

    init(_ pattern: String) { self.pattern = pattern }

    /// The name with the numbers of epoch and batch and the logs' values in it.
    ///
    /// - Throws: for a field that is not logged, and for a format that is not understood.
    func filled(epoch: Int, batch: Int? = nil, _ logs: Logs) throws -> String {
        var counts = ["epoch": epoch]
        counts["batch"] = batch
        var result = "", rest = pattern[...]
        while let open = rest.firstIndex(of: "{"), let close = rest[open...].firstIndex(of: "}") {
            result += rest[..<open]
            let parts = rest[rest.index(after: open)..<close].split(separator: ":", maxSplits: 1).map(String.init)
            result += try text(parts.first ?? "", parts.count > 1 ? parts[1] : nil, counts, logs)
            rest = rest[rest.index(after: close)...]
        }
        return result + rest
    }

    private func text(_ name: String, _ format: String?, _ counts: [String: Int], _ logs: Logs) throws -> String {
        if let count = counts[name] {
            let format = try Format(format ?? "", in: pattern)
            return format.type == nil || format.type == "d" ? format.text(count) : format.text(Double(count))
        }
        guard let value = logs[name] else {
            let names = counts.keys.sorted().reversed() + logs.names
            throw MyelinError(
                .unknownName, "\(pattern): '\(name)' is not logged; there are \(names.joined(separator: ", "))")
        }
        guard let text = format, !text.isEmpty else { return "\(value)" }
        let format = try Format(text, in: pattern)
        guard format.type != "d" else { throw Format.misunderstood(text, in: pattern) }
        return format.text(value)
    }
}

/// What Python's `format` takes for numbers, of which names of files need a part: a zero to fill with, width, precision,
/// type.
private struct Format {
    let type: Character?
    private let fill: Character
    private let width: Int
    private let precision: Int?

    init(_ text: String, in pattern: String) throws {
        guard let found = text.wholeMatch(of: /(0?)([0-9]{0,2})(?:\.([0-9]{1,2}))?([dfeEgG])?/) else {
            throw Self.misunderstood(text, in: pattern)
        }
        fill = found.1.isEmpty ? " " : "0"
        width = Int(found.2) ?? 0
        precision = found.3.flatMap { Int($0) }
        type = found.4?.first
        guard type != "d" || precision == nil else { throw Self.misunderstood(text, in: pattern) }
    }

    func text(_ count: Int) -> String { padded("\(count)") }

    func text(_ value: Double) -> String {
        if type == nil, precision == nil { return padded("\(value)") }
        return padded(String(format: "%.\(precision ?? 6)\(type ?? "g")", value))
    }

    private func padded(_ text: String) -> String { String(repeating: fill, count: max(0, width - text.count)) + text }

    static func misunderstood(_ format: String, in pattern: String) -> MyelinError {
        MyelinError(.argument, "\(pattern): expected a format such as 02d or .2f, got '\(format)'")
    }
}
