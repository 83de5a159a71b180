import Foundation
import MyelinCore
import MyelinData
import MyelinNN

/// Sends the logs of each epoch to a web server. Keras: `RemoteMonitor`.
///
/// It is a POST of an object with `epoch` and the logs as JSON: in a form's field, or as the body itself. A server that does
/// not take it does not disturb training; the first time a warning tells of it.
public final class RemoteMonitor: Callback {
    private let root: String
    private let path: String
    private let field: String
    private let headers: [String: String]
    private let sendsAsJSON: Bool
    /// What went wrong at the last epoch; nil if the server took its logs.
    public private(set) var problem: String?

    /// - Parameters:
    ///   - root: the server's address, such as "http://localhost:9000".
    ///   - path: where on it.
    ///   - field: the form's field.
    ///   - headers: headers of the request besides those that it has by itself.
    ///   - sendAsJSON: whether the JSON is the body, of type `application/json`; if not, a form is sent.
    public init(
        root: String = "http://localhost:9000", path: String = "/publish/epoch/end/", field: String = "data",
        headers: [String: String] = [:], sendAsJSON: Bool = false
    ) {
        self.root = root
        self.path = path
        self.field = field
        self.headers = headers
        sendsAsJSON = sendAsJSON
    }

    public override func onTrainBegin() throws {
        problem = nil
        guard root.hasPrefix("http://") || root.hasPrefix("https://") else {
            throw MyelinError(
                .argument, "RemoteMonitor: expected a root that begins with http:// or https://, got '\(root)'")
        }
        for (name, value) in headers where (name + value).contains(where: \.isNewline) || name.contains(":") {
            throw MyelinError(.argument, "RemoteMonitor: expected a header of one line, got '\(name)'")
        }
    }

    public override func onEpochEnd(_ epoch: Int, logs: inout Logs) throws {
        do {
            try send(epoch, logs)
            problem = nil
        } catch let error as MyelinError {
            if problem == nil { warn("RemoteMonitor: the logs were not sent: \(error.message)") }
            problem = error.message
        }
    }

    private func send(_ epoch: Int, _ logs: Logs) throws {
        var fields: ConfigObject = ["epoch": .int(epoch)]
        for (name, value) in logs.entries {
            fields[name] = logs.lists[name].map { ConfigValue($0) } ?? .double(value)
            if sendsAsJSON, !value.isFinite {
                throw MyelinError(.network, "\(name) is \(value), which JSON cannot hold")
            }
        }
        let text = ConfigValue.object(fields).json()
        var lines = ["Content-Type": sendsAsJSON ? "application/json" : "application/x-www-form-urlencoded"]
        lines.merge(headers) { $1 }
        let body =
            sendsAsJSON
            ? [UInt8](text) : Array("\(encoded(field))=\(encoded(String(decoding: text, as: UTF8.self)))".utf8)
        try Posting.send(body, to: root + path, headers: lines.sorted { $0.key < $1.key }.map { ($0.key, $0.value) })
    }

    /// A text as forms have it.
    private func encoded(_ text: String) -> String {
        text.utf8.map { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"):
                String(UnicodeScalar(byte))
            default: (byte < 16 ? "%0" : "%") + String(byte, radix: 16, uppercase: true)
            }
        }.joined()
    }
}
