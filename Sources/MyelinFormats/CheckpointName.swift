import Foundation
import MyelinCore
import MyelinNN

/// A file name with fields of Python's kind: `{epoch:02d}-{val_loss:.2f}.keras`.
struct CheckpointName {
    private let pattern: String

    init(_ pattern: String) { self.pattern = pattern }

    /// The name with the epoch and the logs' values in it.
    ///
    /// - Throws: for a field that is not logged, and for a format that is not understood.
    func filled(epoch: Int, _ logs: Logs) throws -> String {
        var result = "", rest = pattern[...]
        while let open = rest.firstIndex(of: "{"), let close = rest[open...].firstIndex(of: "}") {
            result += rest[..<open]
            let parts = rest[rest.index(after: open)..<close].split(separator: ":", maxSplits: 1).map(String.init)
            result += try text(parts.first ?? "", parts.count > 1 ? parts[1] : nil, epoch, logs)
            rest = rest[rest.index(after: close)...]
        }
        return result + rest
    }

    private func text(_ name: String, _ format: String?, _ epoch: Int, _ logs: Logs) throws -> String {
        if name == "epoch" {
            guard let format, format != "d" else { return "\(epoch)" }
            guard format.hasSuffix("d"), let width = Int(format.dropLast()) else { throw misunderstood(format) }
            let fill = format.hasPrefix("0") ? "0" : " "
            let digits = "\(epoch)"
            return String(repeating: fill, count: max(0, width - digits.count)) + digits
        }
        guard let value = logs[name] else {
            throw MyelinError(
                .unknownName,
                "\(pattern): '\(name)' is not logged; there are \((["epoch"] + logs.names).joined(separator: ", "))")
        }
        guard let format else { return "\(value)" }
        guard format.hasPrefix("."), format.hasSuffix("f"), let digits = Int(format.dropFirst().dropLast()), digits < 30
        else {
            throw misunderstood(format)
        }
        return String(format: "%.\(digits)f", value)
    }

    private func misunderstood(_ format: String) -> MyelinError {
        MyelinError(.argument, "\(pattern): expected a format such as 02d or .2f, got '\(format)'")
    }
}
