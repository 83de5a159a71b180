import Foundation
import Hummingbird
import Myelin

/// Sends a page what is new, as server-sent events, for as long as it listens. Training goes on between two events: a page
/// that is slow to read slows its own training, and one that is gone ends it.
struct EventStream: Sendable {
    let session: Session

    /// The time from one picture to the next.
    private static let interval = Duration.milliseconds(33)
    /// After so long without news a comment is sent, which finds out whether somebody is there.
    private static let heartbeat = Duration.seconds(5)

    func run(_ writer: inout any ResponseBodyWriter) async throws {
        let connection = await session.connect()
        do {
            try await send(connection, &writer)
        } catch {
            await session.disconnect(connection)
            throw error
        }
        await session.disconnect(connection)
    }

    private func send(_ connection: Int, _ writer: inout any ResponseBodyWriter) async throws {
        var seen = Session.Seen()
        var lastSent = ContinuousClock.now
        try await writer.write(ByteBuffer(string: "retry: 1000\n\n"))
        while !Task.isCancelled {
            let begin = ContinuousClock.now
            var text = ""
            do {
                let news: Session.News
                (news, seen) = try await next(connection, seen)
                switch news {
                case .nothing: break
                case .frame(let frame): text = try Self.event("frame", frame)
                case .scene(let scene, let frame):
                    text = try Self.event("scene", scene) + Self.event("frame", frame)
                case .superseded:
                    try await writer.write(ByteBuffer(string: "event: superseded\ndata: {}\n\n"))
                    return
                }
            } catch let error as MyelinError {
                await session.experiment.fail(error.message)
            }
            if text.isEmpty, ContinuousClock.now - lastSent > Self.heartbeat { text = ":\n\n" }
            if !text.isEmpty {
                try await writer.write(ByteBuffer(string: text))
                lastSent = .now
            }
            try await Task.sleep(for: max(.milliseconds(1), Self.interval - (ContinuousClock.now - begin)))
        }
    }

    @TrainingActor
    private func next(_ connection: Int, _ seen: Session.Seen) throws -> (Session.News, Session.Seen) {
        var seen = seen
        let news = try session.news(connection, since: &seen)
        return (news, seen)
    }

    private static func event(_ name: String, _ value: some Encodable) throws -> String {
        "event: \(name)\ndata: \(String(decoding: try JSON.encode(value), as: UTF8.self))\n\n"
    }
}

/// JSON with numbers that JSON does not know as text.
package enum JSON {
    package static func encode(_ value: some Encodable) throws -> Data {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.withoutEscapingSlashes]
        encoder.nonConformingFloatEncodingStrategy = .convertToString(
            positiveInfinity: "Infinity", negativeInfinity: "-Infinity", nan: "NaN")
        return try encoder.encode(value)
    }
}
