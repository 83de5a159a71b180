import Foundation
import Myelin
import Synchronization

/// Ends training after the present batch when the user types Ctrl-C, so that what was learned can be saved. A second
/// Ctrl-C ends the process.
final class InterruptCallback: Callback {
    private static let wasRequested = Atomic<Bool>(false)

    override var watchesBatches: Bool { true }
    var wasInterrupted: Bool { Self.wasRequested.load(ordering: .relaxed) }

    override func onTrainBegin() {
        signal(SIGINT) { _ in
            InterruptCallback.wasRequested.store(true, ordering: .relaxed)
            signal(SIGINT, SIG_DFL)
        }
        // Blocked signals are inherited: of a process that Foundation's Process started, for one.
        var interrupts = sigset_t()
        sigemptyset(&interrupts)
        sigaddset(&interrupts, SIGINT)
        pthread_sigmask(SIG_UNBLOCK, &interrupts, nil)
    }

    override func onTrainBatchEnd(_ batch: Int, logs: BatchLogs) {
        if wasInterrupted { model?.stopTraining = true }
    }

    override func onTrainEnd() { signal(SIGINT, SIG_DFL) }
}
