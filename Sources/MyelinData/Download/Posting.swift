import CArchives
import Glibc
import MyelinCore

/// Sends bytes to a web server by HTTP POST.
package enum Posting {
    /// Sends a body and waits for the answer, whose content is passed over.
    ///
    /// - Parameter headers: besides those that every request has; their names and values, each of one line.
    /// - Throws: `MyelinError` of kind `.network` if the server does not answer, or answers with an error.
    package static func send(_ body: [UInt8], to url: String, headers: [(name: String, value: String)]) throws {
        var lines: [UnsafePointer<CChar>?] = headers.map { UnsafePointer(strdup("\($0.name): \($0.value)")) }
        lines.append(nil)
        defer { for line in lines { free(UnsafeMutableRawPointer(mutating: line)) } }
        var transfer = myelin_transfer()
        transfer.connect_seconds = 10
        transfer.stall_seconds = 30
        transfer.receive = { _, _, _, count in count }
        let outcome = body.withUnsafeBytes { bytes in
            lines.withUnsafeBufferPointer { lines in
                url.withCString { address in
                    transfer.url = address
                    // An empty array may have no address, and without one it would be no POST.
                    transfer.body = bytes.baseAddress ?? UnsafeRawPointer(address)
                    transfer.body_count = bytes.count
                    transfer.headers = lines.baseAddress
                    return myelin_transfer(&transfer)
                }
            }
        }
        guard outcome != MYELIN_TRANSFER_DONE else { return }
        if outcome == MYELIN_TRANSFER_HTTP_STATUS {
            throw MyelinError(.network, "\(url): the server answered HTTP \(transfer.status)")
        }
        throw MyelinError(.network, "\(url): \(transfer.words)")
    }
}

extension myelin_transfer {
    /// libcurl's words for what failed.
    var words: String {
        withUnsafeBytes(of: message) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
    }
}
