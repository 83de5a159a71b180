import Foundation
import Myelin
import TestSupport
import Testing

struct RemoteMonitorTests {
    private func run(_ monitor: RemoteMonitor, epochs: Int = 2) throws -> History {
        let (x, y) = points(12)
        return try classifier().fit(x, y, epochs: epochs, verbose: .silent, callbacks: [monitor])
    }

    /// As `requests.post(root + path, {"data": json.dumps(logs)}, headers=headers)` of Keras' callback has it.
    @Test func sendsAForm() throws {
        let server = LoopbackServer { _, _ in .init() }
        defer { server.stop() }
        let monitor = RemoteMonitor(root: server.url("").dropLast().description, headers: ["X-Run": "7"])
        let history = try run(monitor)
        #expect(monitor.problem == nil && server.requests.count == 2)
        let request = server.requests[1]
        #expect(request.path == "publish/epoch/end/" && request.headers["x-run"] == "7")
        #expect(request.headers["content-type"] == "application/x-www-form-urlencoded")
        #expect(
            request.body.removingPercentEncoding
                == "data={\"epoch\":1,\"loss\":\(history["loss"][1]),\"accuracy\":\(history["accuracy"][1])}")
        #expect(!request.body.contains("{") && !request.body.contains("\""))
    }

    @Test func sendsJSON() throws {
        let server = LoopbackServer { _, _ in .init() }
        defer { server.stop() }
        let history = try run(
            RemoteMonitor(root: server.url("").dropLast().description, path: "/logs", sendAsJSON: true), epochs: 1)
        #expect(server.requests.map(\.path) == ["logs"])
        #expect(server.requests[0].headers["content-type"] == "application/json")
        #expect(
            server.requests[0].body
                == "{\"epoch\":0,\"loss\":\(history["loss"][0]),\"accuracy\":\(history["accuracy"][0])}")
    }

    @Test func aServerThatDoesNotTakeItIsNoError() throws {
        let server = LoopbackServer { _, number in .init(status: number == 0 ? 500 : 200) }
        let root = server.url("").dropLast().description
        let monitor = RemoteMonitor(root: root)
        #expect(try run(monitor, epochs: 1).epochs == [0])
        #expect(monitor.problem == "\(root)/publish/epoch/end/: the server answered HTTP 500")
        #expect(try run(monitor, epochs: 1).epochs == [0] && monitor.problem == nil)
        server.stop()
        let gone = RemoteMonitor(root: "http://127.0.0.1:1")
        #expect(try run(gone).epochs == [0, 1])
        #expect(gone.problem?.hasPrefix("http://127.0.0.1:1/publish/epoch/end/: ") == true)
    }

    @Test func whatCannotBeSentAtAll() {
        #expect(
            errorText { try run(RemoteMonitor(root: "localhost:9000")) }
                == "RemoteMonitor: expected a root that begins with http:// or https://, got 'localhost:9000'")
        #expect(
            errorText { try run(RemoteMonitor(headers: ["X": "a\r\nHost: b"])) }
                == "RemoteMonitor: expected a header of one line, got 'X'")
    }
}
