import Foundation
import MyelinCore
import MyelinNN

/// Draws the curves of training as text while it goes on: in a terminal in place, after each epoch; elsewhere it prints a
/// line for each epoch.
///
///     try model.fit(x, y, epochs: 50, verbose: .silent, callbacks: [LivePlot()], validationSplit: 0.2)
public final class LivePlot: Callback {
    private let height: Int
    private let isTerminal: Bool
    private let size: () -> Int
    private let write: (String) -> Void
    private var epochs: [Int] = []
    private var names: [String] = []
    private var values: [String: [Double]] = [:]
    /// Lines that the last drawing took, over which the next is drawn.
    private var drawnLines = 0

    /// - Parameter height: lines of a diagram.
    public convenience init(height: Int = 10) {
        self.init(
            height: height, isTerminal: isatty(STDOUT_FILENO) != 0, width: { Self.terminalWidth() },
            write: { FileHandle.standardOutput.write(Data($0.utf8)) })
    }

    package init(height: Int, isTerminal: Bool, width: @escaping () -> Int, write: @escaping (String) -> Void) {
        self.height = height
        self.isTerminal = isTerminal
        size = width
        self.write = write
    }

    private static func terminalWidth() -> Int {
        var size = winsize()
        return ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0 && size.ws_col > 0 ? Int(size.ws_col) : 80
    }

    public override func onTrainBegin() {
        epochs = []
        names = []
        values = [:]
        drawnLines = 0
    }

    public override func onEpochEnd(_ epoch: Int, logs: inout Logs) {
        epochs.append(epoch)
        for (name, value) in logs.entries {
            if values[name] == nil { names.append(name) }
            values[name, default: []].append(value)
        }
        let numbers = logs.entries.map { "\($0.name): \(String(format: "%.4g", $0.value))" }
        let line = "Epoch \(epoch + 1) - " + numbers.joined(separator: " - ")
        guard isTerminal else {
            write(line + "\n")
            return
        }
        let width = max(size() - 1, 20)
        // A name without any finite number has no curve; the others have.
        let shown = names.filter { values[$0]!.contains(where: \.isFinite) }
        let curves = try? TrainingCurves(epochs: epochs, shown.map { ($0, values[$0]!) })
        var lines =
            curves?.text(width: width, height: height, isColored: true).split(separator: "\n").map(String.init) ?? []
        lines.append(String(line.prefix(width)))
        // Back to where the last drawing began, and everything below away.
        let back = drawnLines > 0 ? "\u{1B}[\(drawnLines)A\r\u{1B}[J" : ""
        write(back + lines.joined(separator: "\n") + "\n")
        drawnLines = lines.count
    }

    public override var state: ConfigValue {
        [
            "epochs": ConfigValue(epochs), "names": .array(names.map { .string($0) }),
            "values": .array(names.map { ConfigValue(values[$0]!) }),
        ]
    }

    public override func restore(_ state: ConfigValue) throws {
        guard case .object(let fields) = state, case .array(let names)? = fields["names"],
            case .array(let lists)? = fields["values"]
        else { return }
        let config = Config(fields, owner: "LivePlot")
        epochs = try config.ints("epochs")
        self.names = names.compactMap { if case .string(let name) = $0 { name } else { nil } }
        guard self.names.count == lists.count else { return }
        for (name, list) in zip(self.names, lists) {
            values[name] = try Config(["list": list], owner: "LivePlot").doubles("list") ?? []
        }
    }
}
