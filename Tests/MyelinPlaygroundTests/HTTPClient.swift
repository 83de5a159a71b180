import Foundation

/// Requests over a plain socket: any host, any origin, and answers that do not end.
struct HTTPClient: Sendable {
    let port: Int

    struct Answer: Sendable {
        let status: Int
        let head: String
        let body: String

        func json() throws -> [String: Any] {
            try JSONSerialization.jsonObject(with: Data(body.utf8)) as? [String: Any] ?? [:]
        }
        /// What the server says is wrong.
        var message: String? { ((try? json())?["error"] as? [String: Any])?["message"] as? String }
    }

    /// A connection that has asked for something; closed when it is let go of.
    final class Connection: Sendable {
        private let socket: Int32

        init(port: Int, request: String) throws {
            socket = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
            var address = sockaddr_in()
            address.sin_family = sa_family_t(AF_INET)
            address.sin_port = in_port_t(UInt16(port).bigEndian)
            address.sin_addr.s_addr = inet_addr("127.0.0.1")
            let result = withUnsafePointer(to: &address) {
                $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                    connect(socket, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
                }
            }
            guard result == 0 else { throw POSIXError(.ECONNREFUSED) }
            let bytes = Array(request.utf8)
            var sent = 0
            while sent < bytes.count {
                let count = bytes[sent...].withUnsafeBytes {
                    send(socket, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
                }
                guard count > 0 else { break }
                sent += count
            }
        }

        deinit { close(socket) }

        /// Reads until a condition holds, or the answer ends.
        func read(until isEnough: (String) -> Bool = { _ in false }) async throws -> String {
            var bytes: [UInt8] = []
            var chunk = [UInt8](repeating: 0, count: 65_536)
            let end = ContinuousClock.now + .seconds(20)
            while !isEnough(String(decoding: bytes, as: UTF8.self)), .now < end {
                let count = recv(socket, &chunk, chunk.count, Int32(MSG_DONTWAIT))
                if count == 0 { break }
                if count < 0 {
                    guard errno == EAGAIN else { break }
                    try await Task.sleep(for: .milliseconds(5))
                } else {
                    bytes += chunk[..<count]
                }
            }
            return String(decoding: bytes, as: UTF8.self)
        }
    }

    func open(
        _ method: String, _ path: String, _ body: String = "", host: String? = nil, origin: String? = nil
    ) throws -> Connection {
        var lines = [
            "\(method) \(path) HTTP/1.1", "Host: \(host ?? "127.0.0.1:\(port)")", "Connection: close",
            "Content-Length: \(body.utf8.count)",
        ]
        if let origin { lines.append("Origin: \(origin)") }
        return try Connection(port: port, request: lines.joined(separator: "\r\n") + "\r\n\r\n" + body)
    }

    func ask(
        _ method: String, _ path: String, _ body: String = "", host: String? = nil, origin: String? = nil
    ) async throws -> Answer {
        let text = try await open(method, path, body, host: host, origin: origin).read()
        let parts = text.split(separator: "\r\n\r\n", maxSplits: 1, omittingEmptySubsequences: false)
        let head = String(parts.first ?? "")
        let status = head.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0
        return Answer(status: status, head: head.lowercased(), body: parts.count > 1 ? String(parts[1]) : "")
    }

    /// Begins a session; returns the path of its requests.
    func session(_ link: String = "") async throws -> String {
        let opened = try await ask("POST", "/api/sessions", "{\"link\":\"\(link)\"}").json()
        return "/api/sessions/\(opened["session"] as? String ?? "none")"
    }
}
