import Foundation
import Myelin
import MyelinPlots
import TestSupport
import Testing

struct LivePlotTests {
    @Test func curvesAsText() throws {
        let curves = try TrainingCurves([("loss", [3, 2, 1]), ("val_loss", [3, .nan, 3])])
        // From the upper left to the lower right, over 8 × 12 dots; the validation's single dots in the corners.
        let lines = curves.text(width: 17, height: 3).split(separator: "\n", omittingEmptySubsequences: false)
        #expect(lines.count == 6)
        #expect(lines[1].hasPrefix("      3 ┤") && lines[2].hasPrefix("      2 ┤") && lines[3].hasPrefix("      1 ┤"))
        #expect(lines[4] == "        └" + String(repeating: "─", count: 15))
        #expect(lines[1].last != " " && lines[3].last != " " && lines[3].dropFirst(9).first == " ")
        #expect(lines[5].hasPrefix("         1") && lines[5].hasSuffix("3"))
    }

    /// Runs a callback over logs that a test has written, and returns what it prints.
    private func printed(isTerminal: Bool, _ logs: [[(String, Double)]]) throws -> [String] {
        nonisolated(unsafe) var printed: [String] = []
        let live = LivePlot(height: 4, isTerminal: isTerminal, width: { 61 }, write: { printed.append($0) })
        live.onTrainBegin()
        for (epoch, entries) in logs.enumerated() {
            var logs = Logs()
            for (name, value) in entries { logs[name] = value }
            live.onEpochEnd(epoch, logs: &logs)
        }
        return printed
    }

    @Test func linesWhereThereIsNoTerminal() throws {
        #expect(
            try printed(isTerminal: false, [[("loss", 1), ("val_loss", 0.5)], [("loss", 0.25), ("val_loss", .nan)]])
                == ["Epoch 1 - loss: 1 - val_loss: 0.5\n", "Epoch 2 - loss: 0.25 - val_loss: nan\n"])
    }

    @Test func aTerminalIsDrawnOverInPlace() throws {
        let texts = try printed(isTerminal: true, [[("loss", 1)], [("loss", 0.25)], [("loss", .nan)]])
        // Title, four lines of dots, axis, numbers, and the epoch's line.
        #expect(!texts[0].contains("\u{1B}[8A") && texts[0].split(separator: "\n").count == 7 + 1)
        #expect(texts[1].hasPrefix("\u{1B}[8A\r\u{1B}[J") && texts[2].hasPrefix("\u{1B}[8A\r\u{1B}[J"))
        #expect(texts[1].hasSuffix("Epoch 2 - loss: 0.25\n"))
        // No line is wider than the terminal, which would break it in two.
        for line in texts[1].replacing(/\u{1B}\[[0-9]*[A-Za-z]/, with: "").split(separator: "\n") {
            #expect(line.trimmingCharacters(in: .controlCharacters).count <= 60)
        }
    }

    @Test func aRunThatGoesOnHasItsCurve() throws {
        let first = LivePlot(height: 4, isTerminal: true, width: { 61 }, write: { _ in })
        var logs = Logs()
        logs["loss"] = 3
        first.onEpochEnd(0, logs: &logs)
        let second = LivePlot(height: 4, isTerminal: true, width: { 61 }, write: { _ in })
        second.onTrainBegin()
        try second.restore(first.state)
        #expect(second.state == first.state)
    }
}
