import Myelin

/// Measures how long each epoch takes, validation included.
final class EpochStopwatch: Callback {
    private let clock = ContinuousClock()
    private var start = ContinuousClock().now
    private(set) var seconds: [Double] = []

    override func onEpochBegin(_ epoch: Int) { start = clock.now }
    override func onEpochEnd(_ epoch: Int, logs: inout Logs) { seconds.append((clock.now - start) / .seconds(1)) }
}
