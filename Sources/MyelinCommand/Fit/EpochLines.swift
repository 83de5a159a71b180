import Myelin

/// Prints some of many epochs, each in a line: the first, and about twenty in even steps.
final class EpochLines: Callback {
    private let step: Int
    private let epochs: Int

    init(epochs: Int) {
        self.epochs = epochs
        // 1, 2, 5, 10, 20, 50, …
        var step = 1, factor = 0
        while epochs / step > 20 {
            step = factor % 3 == 1 ? step / 2 * 5 : step * 2
            factor += 1
        }
        self.step = step
    }

    override func onEpochEnd(_ epoch: Int, logs: inout Logs) {
        guard epoch == 0 || (epoch + 1) % step == 0 else { return }
        let number = "\(epoch + 1)", width = "\(epochs)".count
        let values = logs.entries.map { "\($0.name) \(format($0.value, 4))" }.joined(separator: " - ")
        show("epoch \(String(repeating: " ", count: width - number.count))\(number)/\(epochs) - \(values)")
    }
}
