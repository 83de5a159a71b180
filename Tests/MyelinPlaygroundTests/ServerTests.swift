import Foundation
import Myelin
import MyelinPlayground
import TestSupport
import Testing

@Suite struct ServerTests {
    /// Runs a body with a server of its own, on any port that is free.
    private func withServer(
        sessionLimit: Int = 16, patience: Duration = .seconds(600),
        _ body: (HTTPClient, PlaygroundServer) async throws -> Void
    ) async throws {
        let server = PlaygroundServer(port: 0, sessionLimit: sessionLimit, patience: patience)
        let (ports, source) = AsyncStream<Int>.makeStream()
        let task = Task {
            try await server.run { source.yield($0) }
            source.finish()
        }
        let port = try #require(await ports.first { _ in true })
        defer { task.cancel() }
        try await body(HTTPClient(port: port), server)
    }

    private func epoch(_ text: String) -> Int {
        text.components(separatedBy: "\"epoch\":").dropFirst().compactMap { Int($0.prefix { $0.isNumber }) }.max() ?? -1
    }

    @Test func itServesThePageAndNothingElse() async throws {
        try await withServer { client, _ in
            let page = try await client.ask("GET", "/")
            #expect(page.status == 200 && page.body.hasPrefix("<!doctype html>"))
            #expect(page.head.contains("content-security-policy: default-src 'self'"))
            // All that the page and its scripts name is there, and nothing comes from elsewhere.
            var names: Set<String> = []
            for path in ["/", "/main.js"] {
                let text = try await client.ask("GET", path).body
                #expect(!text.contains("https://") && !text.contains("http://"))
                for match in text.matches(of: /(?:href|src|from)[= ]"(\/[a-z]+\.[a-z]+)"/) {
                    names.insert(String(match.1))
                }
            }
            #expect(names.count > 10)
            for name in names { #expect(try await client.ask("GET", name).status == 200, "\(name)") }
            for path in ["/../Package.swift", "/etc/passwd", "/%2e%2e/main.js", "/main.js/", "/api", "/x"] {
                let status = try await client.ask("GET", path).status
                #expect(status == 404 || (path == "/main.js/" && status == 200), "\(path)")
            }
        }
    }

    @Test func otherSitesCannotDriveIt() async throws {
        try await withServer { client, _ in
            let port = client.port
            for host in ["evil.example", "evil.example:\(port)", "127.0.0.1.evil.example", "1.2.3", ""] {
                #expect(try await client.ask("GET", "/", host: host).status >= 400, "\(host)")
            }
            for host in ["localhost:\(port)", "127.0.0.1:\(port)", "[::1]:\(port)"] {
                #expect(try await client.ask("GET", "/", host: host).status == 200, "\(host)")
            }
            for origin in ["http://evil.example", "null", "https://127.0.0.1:\(port)", "http://127.0.0.1:1"] {
                let answer = try await client.ask("POST", "/api/sessions", "{\"link\":\"\"}", origin: origin)
                #expect(answer.status == 403 && answer.message == "only the playground's own page may do this")
            }
            let own = try await client.ask(
                "POST", "/api/sessions", "{\"link\":\"\"}", origin: "http://127.0.0.1:\(port)")
            #expect(own.status == 200)
        }
    }

    @Test func aPageTrainsWhileItListensAndPausesWhenItIsGone() async throws {
        try await withServer { client, server in
            let session = try await client.session("data=gauss&speed=0")
            #expect(try await client.ask("POST", session + "/actions", "{\"action\":\"play\"}").status == 200)
            do {
                let events = try client.open("GET", session + "/events")
                let text = try await events.read { epoch($0) > 3 }
                #expect(
                    text.contains("content-type: text/event-stream") || text.contains("Content-Type: text/event-stream")
                )
                #expect(text.contains("event: scene") && text.contains("event: frame"))
                #expect(epoch(text) > 3)
            }
            // The connection is closed: nothing trains until somebody listens again, and then it is paused.
            let again = try await waitForPause(client, session)
            #expect(again.contains("\"isPlaying\":false"))
            #expect(await server.sessionCount == 1)
        }
    }

    private func waitForPause(_ client: HTTPClient, _ session: String) async throws -> String {
        try await Task.sleep(for: .milliseconds(300))
        return try await client.open("GET", session + "/events").read { $0.contains("\"isPlaying\":") }
    }

    @Test func sessionsAreLimitedAndForgotten() async throws {
        try await withServer(sessionLimit: 2, patience: .milliseconds(50)) { client, server in
            let first = try client.open("GET", try await client.session() + "/events")
            _ = try await first.read { $0.contains("event: scene") }
            let second = try client.open("GET", try await client.session() + "/events")
            _ = try await second.read { $0.contains("event: scene") }
            let third = try await client.ask("POST", "/api/sessions", "{\"link\":\"\"}")
            #expect(third.message == "2 pages of the playground are open, which is the most there may be: close one")
            withExtendedLifetime((first, second)) {}
        }
        try await withServer(patience: .milliseconds(50)) { client, server in
            for _ in 0..<3 {
                _ = try await client.session()
                try await Task.sleep(for: .milliseconds(80))
            }
            #expect(await server.sessionCount == 1)
        }
    }

    @Test func whatCannotBeIsAnsweredClearly() async throws {
        try await withServer { client, _ in
            let session = try await client.session()
            for (path, body, status, message) in [
                ("/settings", "{\"noise\":\"99\"}", 400, "noise: expected a whole number from 0 to 50, got '99'"),
                ("/settings", "{\"noise\":99}", 400, "the request is not understood: 'noise' is of another type"),
                ("/settings", "noise", 400, "the request is not understood: expected JSON"),
                ("/settings", "{\"network\":\"8,8,8,8,8,8,8,8,8\"}", 400, "network: expected 0 to 6 numbers"),
                (
                    "/actions", "{\"action\":\"explode\"}", 400,
                    "action: expected play, pause, step or reset, got 'explode'"
                ),
                ("/actions", "{}", 400, "the request is not understood: 'action' is missing"),
                ("/weights", "{\"layer\":9,\"unit\":0,\"value\":1}", 400, "layer: expected 0 to 2, got 9"),
                ("/weights", "{\"layer\":0,\"unit\":0,\"value\":1e300}", 400, "weight: expected a number"),
                ("/csv", "a,b\n1,2", 400, "CSV: expected a header and three columns or more"),
                ("/csv", String(repeating: "x", count: 2_000_001), 413, "expected at most 2000000 bytes"),
                ("/settings", String(repeating: "x", count: 20_000), 413, "expected at most 16384 bytes"),
            ] {
                let answer = try await client.ask("POST", session + path, body)
                #expect(answer.status == status, "\(path) \(body.prefix(40))")
                #expect(answer.message?.hasPrefix(message) == true, "\(answer.message ?? answer.body)")
            }
            let stranger = try await client.ask("POST", "/api/sessions/nobody/settings", "{}")
            #expect(stranger.status == 404 && stranger.message == "this page's session is over: reload the page")
            let opened = try await client.ask("POST", "/api/sessions", "{\"link\":\"#noise=99&data=csv\"}").json()
            #expect(
                opened["messages"] as? [String] == [
                    "noise: expected a whole number from 0 to 50, got '99'",
                    "The link shows a CSV file, which no link can carry: choose the file again.",
                ])
        }
    }

    @Test func theNetworkCanBeTakenAlong() async throws {
        try await withServer { client, _ in
            let session = try await client.session("network=3&batchNormalization=true")
            #expect(try await client.ask("POST", session + "/actions", "{\"action\":\"step\"}").status == 200)
            let code = try await client.ask("GET", session + "/code")
            #expect(code.body.contains("model.compile(optimizer: SGD(learningRate: 0.03), loss: BinaryCrossentropy())"))
            let file = try await client.ask("GET", session + "/model.keras")
            #expect(file.head.contains("attachment; filename=\"playground.keras\""))
            #expect(file.body.hasPrefix("PK"))
        }
    }

    @Test func aHostThatIsNoneIsNamed() async throws {
        let error = await #expect(throws: MyelinError.self) {
            try await PlaygroundServer(host: "nowhere.invalid", port: 0).run()
        }
        #expect(error?.message == "nowhere.invalid: there is no machine of that name; try --host 127.0.0.1")
    }

    @Test func aPortInUseIsNamed() async throws {
        try await withServer { client, _ in
            let error = await #expect(throws: MyelinError.self) { try await PlaygroundServer(port: client.port).run() }
            #expect(
                error?.message.hasPrefix(
                    "127.0.0.1, port \(client.port): already in use, perhaps by another playground; close it, or choose "
                        + "another port with --port N") == true)
        }
    }
}
