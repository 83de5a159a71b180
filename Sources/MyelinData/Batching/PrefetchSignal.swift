import Glibc
import Synchronization

/// The hand-over between the thread that fills batches ahead and the one that uses them, over two buffers in turn.
///
/// Each batch of each epoch has a ticket, numbered since the beginning; its parity says which buffer it fills. Who fills it
/// claims the ticket first. Mostly that is the thread; but when the user needs a batch that nobody has begun, because the
/// thread has not got a core yet, the user claims it and does not wait.
final class PrefetchSignal: @unchecked Sendable {
    /// The next ticket to be claimed.
    private let unclaimed = Atomic<Int>(0)
    /// Tickets below this may be claimed by the thread: their buffers are free.
    private let allowed = Atomic<Int>(0)
    /// For each buffer, one more than the ticket that has filled it last.
    private let filledEven = Atomic<Int>(0), filledOdd = Atomic<Int>(0)
    private let stopped = Atomic<Bool>(false)
    private let sleepers = Atomic<Int>(0)
    /// The ticket of batch 0 of this epoch, and the ticket after its last: written by the user while the thread is idle.
    private(set) var epochStart = 0
    private var epochEnd = 0
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

    /// Takes all leave back and waits for what the thread is filling; from then on it touches nothing.
    func waitUntilIdle() {
        let end = allowed.load(ordering: .relaxed)
        var claimed = unclaimed.load(ordering: .relaxed)
        while claimed < end {
            let result = unclaimed.compareExchange(
                expected: claimed, desired: end, ordering: .sequentiallyConsistent)
            if result.exchanged { break }
            claimed = result.original
        }
        for ticket in max(claimed - 2, epochStart)..<claimed { waitUntilFilled(ticket) }
        epochStart = end
    }

    /// Starts an epoch, with the thread idle and both buffers free.
    func restart(batches: Int) {
        epochEnd = epochStart + batches
        allow(epochStart + 2)
    }

    /// Gives the buffer of the ticket before back, and returns whether the user is to fill this one himself; if not, waits
    /// until it is filled.
    func take(_ ticket: Int) -> Bool {
        let isMine = claim(ticket)
        allow(ticket + 2)
        if !isMine { waitUntilFilled(ticket) }
        return isMine
    }

    func stop() {
        stopped.store(true, ordering: .sequentiallyConsistent)
        wake()
    }

    private func allow(_ end: Int) {
        let end = min(end, epochEnd)
        guard end > allowed.load(ordering: .relaxed) else { return }
        allowed.store(end, ordering: .sequentiallyConsistent)
        wake()
    }

    private func waitUntilFilled(_ ticket: Int) {
        wait {
            let filled =
                ticket & 1 == 0
                ? filledEven.load(ordering: .sequentiallyConsistent) : filledOdd.load(ordering: .sequentiallyConsistent)
            return filled > ticket
        }
    }

    // MARK: The thread's side

    /// Waits for a ticket to claim; nil means that the thread shall end.
    func claimNext() -> Int? {
        while true {
            var ticket = 0
            wait {
                ticket = unclaimed.load(ordering: .sequentiallyConsistent)
                return stopped.load(ordering: .sequentiallyConsistent)
                    || ticket < allowed.load(ordering: .sequentiallyConsistent)
            }
            if stopped.load(ordering: .relaxed) { return nil }
            if claim(ticket) { return ticket }
        }
    }

    // MARK: Both

    private func claim(_ ticket: Int) -> Bool {
        unclaimed.compareExchange(expected: ticket, desired: ticket + 1, ordering: .sequentiallyConsistent).exchanged
    }

    /// The batch of a claimed ticket is there.
    func filled(_ ticket: Int) {
        if ticket & 1 == 0 {
            filledEven.store(ticket + 1, ordering: .sequentiallyConsistent)
        } else {
            filledOdd.store(ticket + 1, ordering: .sequentiallyConsistent)
        }
    }

    private func wait(until isReady: () -> Bool) {
        for _ in 0..<4000 where isReady() { return }
        // Announce first, look again, then sleep: whoever changes a counter afterwards sees the announcement.
        sleepers.add(1, ordering: .sequentiallyConsistent)
        pthread_mutex_lock(mutex)
        while !isReady() { pthread_cond_wait(condition, mutex) }
        pthread_mutex_unlock(mutex)
        sleepers.subtract(1, ordering: .sequentiallyConsistent)
    }

    /// Has a sleeping thread look again.
    func wake() {
        guard sleepers.load(ordering: .sequentiallyConsistent) > 0 else { return }
        pthread_mutex_lock(mutex)
        pthread_cond_broadcast(condition)
        pthread_mutex_unlock(mutex)
    }
}
