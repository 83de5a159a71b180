import Glibc
import Synchronization

/// An HTTP server on the loopback interface, for tests of what talks to one. It answers one request a connection.
public final class LoopbackServer: Sendable {
    public struct Request: Sendable {
        public var path: String
        /// By lower-case name.
        public var headers: [String: String]
        public var body = ""
    }

    public struct Response: Sendable {
        public var status: Int
        public var headers: [String: String]
        public var body: [UInt8]
        /// Ends the connection after so many bytes of the body, whatever the headers announced.
        public var cutAfter: Int?

        public init(
            status: Int = 200, headers: [String: String] = [:], body: [UInt8] = [], cutAfter: Int? = nil
        ) {
            self.status = status
            self.headers = headers
            self.body = body
            self.cutAfter = cutAfter
        }
    }

    public let port: UInt16
    private let socket: Int32
    private let seen = Mutex<[Request]>([])
    private let respond: @Sendable (Request, _ number: Int) -> Response

    /// What has been asked so far.
    public var requests: [Request] { seen.withLock { $0 } }

    public func url(_ path: String) -> String { "http://127.0.0.1:\(port)/\(path)" }

    /// Starts a server.
    ///
    /// - Parameter respond: gets a request and its number, from 0.
    public init(_ respond: @escaping @Sendable (Request, _ number: Int) -> Response) {
        self.respond = respond
        socket = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let socket = socket
        port = withUnsafeMutablePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                precondition(bind(socket, $0, length) == 0 && listen(socket, 8) == 0)
                getsockname(socket, $0, &length)
            }
            return UInt16(bigEndian: $0.pointee.sin_port)
        }
        var thread = pthread_t()
        pthread_create(
            &thread, nil,
            { argument in
                Unmanaged<LoopbackServer>.fromOpaque(argument!).takeRetainedValue().serve()
                return nil
            }, Unmanaged.passRetained(self).toOpaque())
        pthread_detach(thread)
    }

    public func stop() { shutdown(socket, Int32(SHUT_RDWR)) }

    private func serve() {
        while true {
            let connection = accept(socket, nil, nil)
            if connection < 0 { break }
            if let request = Self.readRequest(connection) {
                let number = seen.withLock { seen in
                    seen.append(request)
                    return seen.count - 1
                }
                Self.write(respond(request, number), to: connection)
            }
            close(connection)
        }
        close(socket)
    }

    private static func readRequest(_ connection: Int32) -> Request? {
        var text = ""
        var byte: UInt8 = 0
        while !text.hasSuffix("\r\n\r\n") {
            guard read(connection, &byte, 1) == 1 else { return nil }
            text.unicodeScalars.append(Unicode.Scalar(byte))
        }
        let lines = text.split(separator: "\r\n")
        var headers: [String: String] = [:]
        for line in lines.dropFirst() {
            let parts = line.split(separator: ":", maxSplits: 1)
            if parts.count == 2 { headers[parts[0].lowercased()] = String(parts[1].drop { $0 == " " }) }
        }
        var body: [UInt8] = []
        while body.count < Int(headers["content-length"] ?? "") ?? 0 {
            guard read(connection, &byte, 1) == 1 else { return nil }
            body.append(byte)
        }
        return Request(
            path: String(lines[0].split(separator: " ")[1].dropFirst()), headers: headers,
            body: String(decoding: body, as: UTF8.self))
    }

    private static func write(_ response: Response, to connection: Int32) {
        var head = "HTTP/1.1 \(response.status) Text\r\nConnection: close\r\n"
        var headers = response.headers
        if headers["Content-Length"] == nil { headers["Content-Length"] = "\(response.body.count)" }
        for (name, value) in headers { head += "\(name): \(value)\r\n" }
        let bytes = Array((head + "\r\n").utf8) + response.body.prefix(response.cutAfter ?? response.body.count)
        var sent = 0
        while sent < bytes.count {
            let count = bytes.withUnsafeBytes {
                send(connection, $0.baseAddress! + sent, $0.count - sent, Int32(MSG_NOSIGNAL))
            }
            guard count > 0 else { return }
            sent += count
        }
    }
}
