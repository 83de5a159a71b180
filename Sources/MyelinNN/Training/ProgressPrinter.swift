import Foundation

/// Prints how training goes, as Keras users know it:
/// `422/422 ━━━━━━━━━━━━━━━━━━━━ 2s 5ms/step - loss: 0.3683 - accuracy: 0.8867`.
final class ProgressPrinter {
    private enum Style { case silent, bar, lines }

    private let style: Style
    private let epochs: Int
    private let steps: Int
    private let clock = ContinuousClock()
    private var start = ContinuousClock().now
    private var lastShown = ContinuousClock().now
    private static let width = 20
    private static let interval = Duration.milliseconds(100)

    init(_ verbosity: Verbosity, epochs: Int, steps: Int) {
        let isTerminal = isatty(STDOUT_FILENO) != 0
        switch verbosity {
        case .silent: style = .silent
        case .progress: style = .bar
        case .epochs: style = .lines
        case .automatic: style = isTerminal ? .bar : .lines
        }
        self.epochs = epochs
        self.steps = steps
    }

    func begin(epoch: Int) {
        start = clock.now
        lastShown = start
        switch style {
        case .silent: break
        case .bar: write("Epoch \(epoch + 1)/\(epochs)\n")
        case .lines: write("Epoch \(epoch + 1)/\(epochs) - ")
        }
    }

    func update(step: Int, _ logs: () -> Logs?) {
        guard style == .bar else { return }
        let now = clock.now
        guard now - lastShown >= Self.interval else { return }
        lastShown = now
        let elapsed = seconds(now - start)
        let left = elapsed / Double(step) * Double(steps - step)
        let time = "\(format(time: left)) \(perStep(elapsed, step))"
        write("\r\u{1B}[K" + line(step, time) + text(logs() ?? Logs()))
    }

    func end(_ logs: Logs) {
        let elapsed = seconds(clock.now - start)
        let time = "\(format(time: elapsed)) \(perStep(elapsed, steps))"
        switch style {
        case .silent: break
        case .bar: write("\r\u{1B}[K" + line(steps, time) + text(logs) + "\n")
        case .lines: write("\(steps)/\(steps) - \(time)" + text(logs) + "\n")
        }
    }

    private func line(_ step: Int, _ time: String) -> String {
        let done = Self.width * step / max(steps, 1)
        let count = String(repeating: " ", count: "\(steps)".count - "\(step)".count) + "\(step)/\(steps)"
        let bar = String(repeating: "━", count: done)
        let rest = String(repeating: "━", count: Self.width - done)
        return "\(count) \u{1B}[32m\(bar)\u{1B}[37m\(rest)\u{1B}[0m \(time)"
    }

    private func text(_ logs: Logs) -> String {
        logs.entries.map { " - \($0.name): \(Self.number($0.value))" }.joined()
    }

    /// Four digits behind the point, or scientific notation for what would vanish.
    static func number(_ value: Double) -> String {
        guard value.isFinite else { return value.isNaN ? "nan" : "\(value)" }
        return abs(value) > 1e-3 || value == 0 ? String(format: "%.4f", value) : String(format: "%.4e", value)
    }

    private func seconds(_ duration: Duration) -> Double { duration / .seconds(1) }

    private func format(time: Double) -> String {
        let whole = Int(time.rounded())
        return whole < 60
            ? "\(whole)s"
            : whole < 3600
                ? String(format: "%d:%02d", whole / 60, whole % 60)
                : String(format: "%d:%02d:%02d", whole / 3600, whole / 60 % 60, whole % 60)
    }

    private func perStep(_ elapsed: Double, _ step: Int) -> String {
        let time = elapsed / Double(max(step, 1))
        if time >= 1 { return "\(Int(time.rounded()))s/step" }
        return time >= 1e-3 ? "\(Int((time * 1e3).rounded()))ms/step" : "\(Int((time * 1e6).rounded()))us/step"
    }

    private func write(_ text: String) {
        FileHandle.standardOutput.write(Data(text.utf8))
    }
}
