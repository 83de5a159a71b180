import Dispatch
import MyelinCore
import Synchronization

/// Runs a body for each of `count` numbers, on all cores. Of several errors the one of the lowest number is thrown.
func inParallel(_ count: Int, _ body: @Sendable (Int) throws -> Void) throws {
    let failure = Failure()
    DispatchQueue.concurrentPerform(iterations: count) { number in
        guard !failure.precedes(number) else { return }
        do { try body(number) } catch { failure.add(error, number) }
    }
    if let error = failure.error { throw error }
}

/// The error of the lowest number.
private final class Failure: Sendable {
    private let state = Mutex<(number: Int, error: any Error)?>(nil)

    var error: (any Error)? { state.withLock { $0?.error } }

    func precedes(_ number: Int) -> Bool { state.withLock { $0.map { $0.number < number } ?? false } }

    func add(_ error: any Error, _ number: Int) {
        state.withLock { if number < $0?.number ?? .max { $0 = (number, error) } }
    }
}
