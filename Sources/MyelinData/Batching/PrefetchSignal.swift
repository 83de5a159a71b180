import Glibc
import Synchronization

/// The hand-over between the thread that fills batches and the one that uses them, over two buffers in turn.
///
/// Two counters say it all: how many batches are filled since the beginning, and how many may be. Each has one writer and
/// only grows. A thread that finds nothing to do looks again for some microseconds, which is what a batch usually takes,
/// and then sleeps.
final class PrefetchSignal: @unchecked Sendable {
    private let filledCount = Atomic<Int>(0)
    private let allowedCount = Atomic<Int>(0)
    private let stopped = Atomic<Bool>(false)
    private let sleepers = Atomic<Int>(0)
    /// What was filled before this epoch, and how many batches it has: written by the user while the thread is idle.
    private var epochStart = 0
    private var epochCount = 0
    private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
    private let condition = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)

    init() {
        pthread_mutex_init(mutex, nil)
        pthread_cond_init(condition, nil)
    }

    deinit {
        pthread_cond_destroy(condition)
        pthread_mutex_destroy(mutex)
        condition.deallocate()
        mutex.deallocate()
    }

    // MARK: The user's side

    /// Waits until the thread has filled all that it may; from then on it touches nothing.
    func waitUntilIdle() {
        let allowed = allowedCount.load(ordering: .relaxed)
        wait { filledCount.load(ordering: .sequentiallyConsistent) == allowed }
    }

    /// Starts an epoch, with the thread idle and both buffers free.
    func restart(batches: Int) {
        epochStart = filledCount.load(ordering: .relaxed)
        epochCount = batches
        allow(2)
    }

    /// Waits for a batch, and gives the buffer of the batch before it back.
    func take(_ batch: Int) {
        allow(batch + 2)
        wait { filledCount.load(ordering: .sequentiallyConsistent) > epochStart + batch }
    }

    func stop() {
        stopped.store(true, ordering: .sequentiallyConsistent)
        wake()
    }

    private func allow(_ count: Int) {
        let count = epochStart + min(count, epochCount)
        guard count > allowedCount.load(ordering: .relaxed) else { return }
        allowedCount.store(count, ordering: .sequentiallyConsistent)
        wake()
    }

    // MARK: The thread's side

    /// Waits for leave to fill a batch of the epoch; nil means that the thread shall end.
    func nextToFill() -> Int? {
        wait {
            stopped.load(ordering: .sequentiallyConsistent)
                || allowedCount.load(ordering: .sequentiallyConsistent)
                    > filledCount.load(ordering: .sequentiallyConsistent)
        }
        return stopped.load(ordering: .relaxed) ? nil : filledCount.load(ordering: .relaxed) - epochStart
    }

    /// The batch that `nextToFill` named is there.
    func filled() {
        filledCount.add(1, ordering: .sequentiallyConsistent)
        wake()
    }

    // MARK: Both

    private func wait(until isReady: () -> Bool) {
        for _ in 0..<4000 where isReady() { return }
        // Announce first, look again, then sleep: whoever changes a counter afterwards sees the announcement.
        sleepers.add(1, ordering: .sequentiallyConsistent)
        pthread_mutex_lock(mutex)
        while !isReady() { pthread_cond_wait(condition, mutex) }
        pthread_mutex_unlock(mutex)
        sleepers.subtract(1, ordering: .sequentiallyConsistent)
    }

    private func wake() {
        guard sleepers.load(ordering: .sequentiallyConsistent) > 0 else { return }
        pthread_mutex_lock(mutex)
        pthread_cond_broadcast(condition)
        pthread_mutex_unlock(mutex)
    }
}
