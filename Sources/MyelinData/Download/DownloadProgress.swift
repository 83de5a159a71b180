import Glibc

/// Who hears how far a download is.
public struct DownloadProgress: Sendable {
    /// Something that happened. Counts are bytes of the file that are there, those of an earlier run included; the total
    /// is nil where the server does not say.
    public enum Event: Sendable {
        /// The server answers; `count` is more than 0 where an earlier download goes on.
        case began(_ count: Int, total: Int?)
        /// More has come.
        case received(_ count: Int, total: Int?)
        /// Nothing more comes: the file is there, or the attempt failed.
        case ended(_ count: Int, total: Int?, isComplete: Bool)
    }

    /// Called with the file's name before an attempt; what it returns hears the events.
    let start: @Sendable (_ name: String) -> (Event) -> Void

    /// Calls a function with every event.
    public init(_ report: @escaping @Sendable (_ name: String, Event) -> Void) {
        start = { name in { report(name, $0) } }
    }

    private init(start: @escaping @Sendable (String) -> (Event) -> Void) { self.start = start }

    /// Says nothing.
    public static let silent = DownloadProgress { _, _ in }

    /// A bar on standard error if that is a terminal, else a line at the beginning, every ten seconds, and at the end.
    public static let terminal = DownloadProgress(start: { name in
        let bar = DownloadBar(name, isTerminal: isatty(2) != 0)
        return { bar.show($0) }
    })
}

/// The text of a download's progress.
private final class DownloadBar {
    private let name: String
    private let isTerminal: Bool
    private var started = 0.0
    private var shown = 0.0
    private var first = 0

    init(_ name: String, isTerminal: Bool) {
        self.name = name
        self.isTerminal = isTerminal
    }

    func show(_ event: DownloadProgress.Event) {
        let now = Self.seconds()
        switch event {
        case .began(let count, let total):
            started = now
            shown = now
            first = count
            let resumed = count > 0 ? ", continued after \(Self.megabytes(count))" : ""
            if isTerminal {
                draw(count, total, now)
            } else {
                put("downloading \(name)\(total.map { " (\(Self.megabytes($0)))" } ?? "")\(resumed)\n")
            }
        case .received(let count, let total):
            guard now - shown >= (isTerminal ? 0.1 : 10) else { return }
            shown = now
            if isTerminal { draw(count, total, now) } else { put("downloading \(name): \(text(count, total, now))\n") }
        case .ended(let count, let total, let isComplete):
            guard started > 0 else { return }
            if isTerminal {
                draw(count, total, now)
                put("\n")
            } else if isComplete {
                put("downloaded \(name): \(Self.megabytes(count))\n")
            }
        }
    }

    private func draw(_ count: Int, _ total: Int?, _ now: Double) {
        var line = "\r\u{1B}[K\(name) "
        if let total, total > 0 {
            let cells = min(30 * count / total, 30)
            line += String(repeating: "━", count: cells) + String(repeating: "─", count: 30 - cells) + " "
        }
        put(line + text(count, total, now))
    }

    /// `45% 4.3 MB/9.9 MB 2.1 MB/s, 3 s left`.
    private func text(_ count: Int, _ total: Int?, _ now: Double) -> String {
        let rate = Double(count - first) / max(now - started, 0.001)
        var text = Self.megabytes(count)
        if let total, total > 0 { text = "\(100 * count / total)% \(text)/\(Self.megabytes(total))" }
        text += " \(Self.megabytes(Int(rate)))/s"
        if let total, rate > 0, count < total { text += ", \(Int((Double(total - count) / rate).rounded(.up))) s left" }
        return text
    }

    private static func megabytes(_ count: Int) -> String {
        let tenths = (count + 50_000) / 100_000
        return "\(tenths / 10).\(tenths % 10) MB"
    }

    private static func seconds() -> Double {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
    }

    private func put(_ text: String) {
        text.utf8.withContiguousStorageIfAvailable { _ = write(2, $0.baseAddress, $0.count) } ?? ()
    }
}
