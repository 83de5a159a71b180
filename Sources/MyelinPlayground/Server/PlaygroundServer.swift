import Foundation
import Hummingbird
import Logging
import Myelin
import NIOCore

/// The playground's server: a page on which one sees a network learn, and the networks behind it.
///
///     try await PlaygroundServer(port: 8750).run { port in print("http://127.0.0.1:\(port)") }
public struct PlaygroundServer: Sendable {
    private let host: String
    private let port: Int
    private let sessions: Sessions

    /// - Parameters:
    ///   - host: the address to listen on; that of this machine alone unless told otherwise.
    ///   - port: 0 for any that is free.
    ///   - sessionLimit: how many pages may be open at a time.
    ///   - patience: how long a page's network is kept after the page has gone.
    public init(
        host: String = "127.0.0.1", port: Int = 8750, sessionLimit: Int = 16, patience: Duration = .seconds(600)
    ) {
        self.host = host
        self.port = port
        sessions = Sessions(limit: sessionLimit, patience: patience)
    }

    /// Serves until the task is cancelled.
    ///
    /// - Parameter onReady: told the port once the server listens.
    /// - Throws: `MyelinError` of kind `.network` if it cannot listen there.
    public func run(onReady: @escaping @Sendable (_ port: Int) -> Void = { _ in }) async throws {
        let router = Router()
        router.add(middleware: SameOrigin(host: host))
        Routes(sessions: sessions).add(to: router)
        var logger = Logger(label: "playground")
        logger.logLevel = .critical
        let application = Application(
            router: router, configuration: ApplicationConfiguration(address: .hostname(host, port: port)),
            onServerRunning: { onReady($0.localAddress?.port ?? 0) }, logger: logger)
        do {
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { try await application.run() }
                group.addTask { [sessions] in
                    while true {
                        try await Task.sleep(for: .seconds(30))
                        await sessions.dropForgotten()
                    }
                }
                try await group.next()
                group.cancelAll()
            }
        } catch let error as IOError {
            throw listeningError(error)
        } catch is SocketAddressError.UnknownHost {
            throw MyelinError(.network, "\(host): there is no machine of that name; try --host 127.0.0.1")
        } catch is CancellationError {
            return
        }
    }

    /// How many pages have a network at present.
    package var sessionCount: Int { get async { await sessions.count } }

    private func listeningError(_ error: IOError) -> MyelinError {
        let place = "\(host), port \(port)"
        return switch error.errnoCode {
        case EADDRINUSE:
            MyelinError(
                .network,
                "\(place): already in use, perhaps by another playground; close it, or choose another port with "
                    + "--port N (--port 0 takes any that is free)")
        case EACCES:
            MyelinError(
                .network, "\(place): not permitted; ports below 1024 belong to the administrator, try --port 8750")
        case EADDRNOTAVAIL:
            MyelinError(.network, "\(place): this machine does not have that address; try --host 127.0.0.1")
        default: MyelinError(.network, "\(place): cannot listen there: \(error)")
        }
    }
}
