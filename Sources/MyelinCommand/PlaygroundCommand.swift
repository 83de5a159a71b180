import ArgumentParser
import Foundation
import Myelin
import MyelinPlayground

/// Serves the page on which one sees a network learn.
struct PlaygroundCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "playground", abstract: "See a network learn in the browser.",
        discussion: "Serves a page on this machine and trains in this process; Ctrl-C ends it.")

    @Option(help: "The port to listen on; 0 for any that is free.") var port = 8750
    @Option(help: "The address to listen on; by default that of this machine alone.") var host = "127.0.0.1"

    func validate() throws {
        guard (0...65535).contains(port) else {
            throw ValidationError("--port: expected 0 to 65535, got \(port)")
        }
    }

    func run() throws {
        let server = PlaygroundServer(host: host, port: port)
        let host = host.contains(":") ? "[\(host)]" : host
        try Blocking.run {
            try await server.run { port in show("The playground is open at http://\(host):\(port)/ (Ctrl-C ends it)") }
        }
    }
}
