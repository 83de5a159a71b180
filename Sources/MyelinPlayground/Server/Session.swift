import Foundation
import Myelin

/// One page in one browser: its experiment, which trains while the page listens.
@TrainingActor
final class Session {
    nonisolated let id: String
    let experiment: Experiment
    /// Counts the connections; the last one counts, and 0 is none.
    private var connections = 0
    private(set) var isConnected = false
    private(set) var lastSeen = ContinuousClock.now

    init(id: String, _ experiment: Experiment) {
        self.id = id
        self.experiment = experiment
    }

    /// A page begins to listen; one that listened before is let go of.
    func connect() -> Int {
        connections += 1
        isConnected = true
        return connections
    }

    /// The page is gone: training pauses.
    func disconnect(_ connection: Int) {
        guard connection == connections else { return }
        isConnected = false
        lastSeen = .now
        if experiment.isPlaying { experiment.pause() }
    }

    /// What a page that listens has seen.
    struct Seen: Sendable {
        var version = -1
        var change = -1
    }

    /// What is new for a page.
    enum News: Sendable {
        case nothing
        case frame(Frame)
        case scene(Scene, Frame)
        /// Another page listens in place of this one.
        case superseded
    }

    /// Trains for a moment, and tells what is new since.
    func news(_ connection: Int, since seen: inout Seen) throws -> News {
        guard connection == connections else { return .superseded }
        try experiment.advance(for: .milliseconds(experiment.settings.speed == 0 ? 30 : 15))
        guard experiment.change != seen.change || experiment.version != seen.version else { return .nothing }
        let frame = try experiment.frame()
        let isNew = experiment.version != seen.version
        seen = Seen(version: experiment.version, change: experiment.change)
        return isNew ? .scene(experiment.scene(), frame) : .frame(frame)
    }
}

/// The sessions of all pages.
@TrainingActor
final class Sessions {
    private var sessions: [String: Session] = [:]
    private let limit: Int
    private let patience: Duration

    /// - Parameters:
    ///   - limit: how many there may be at a time.
    ///   - patience: how long a session is kept after its page has gone.
    nonisolated init(limit: Int, patience: Duration) {
        self.limit = limit
        self.patience = patience
    }

    var count: Int { sessions.count }

    /// Begins a session. For a newcomer those go first whose pages are gone.
    func open(_ settings: Settings) throws -> Session {
        dropForgotten()
        if sessions.count >= limit {
            let idle = sessions.values.filter { !$0.isConnected }.min { $0.lastSeen < $1.lastSeen }
            guard let idle else {
                throw MyelinError(
                    .argument, "\(limit) pages of the playground are open, which is the most there may be: close one")
            }
            sessions[idle.id] = nil
        }
        let id = (0..<2).map { _ in String(UInt64.random(in: .min ... .max), radix: 36) }.joined()
        let session = Session(id: id, try Experiment(settings))
        sessions[id] = session
        return session
    }

    func session(_ id: String) -> Session? { sessions[id] }

    /// Lets go of sessions whose pages have been gone for long.
    func dropForgotten() {
        sessions = sessions.filter { $0.value.isConnected || .now - $0.value.lastSeen < patience }
    }
}
