import Glibc
import CVectorKernels
import MyelinCore

/// The batches of one data set after another, each ready in memory when it is asked for.
///
/// While a batch is in use, a thread of its own gathers the next one into a second buffer. Small batches are gathered on
/// the spot, because handing them from thread to thread would take longer than the copy; so is one that is needed before
/// the thread has begun it.
///
///     let batches = try Prefetcher(dataset, batchSize: 128, shuffledBy: 1)
///     for epoch in 0..<epochs {
///         batches.begin(epoch: epoch)
///         while let batch = batches.next() { train(on: batch) }
///     }
///
/// One thread at a time may use it.
public final class Prefetcher {
    /// A batch in memory that belongs to the prefetcher.
    public struct Batch {
        /// Its number in the epoch, from 0.
        public let index: Int
        /// Its samples: the batch size, or fewer in the last batch.
        public let count: Int
        /// Which of the buffers it lies in.
        public let buffer: Int
        /// Where each array's rows lie, 64-byte aligned, until the next call of `next` or `begin`.
        public let pointers: UnsafeBufferPointer<UnsafeMutableRawPointer>
    }

    /// From how many bytes a batch is gathered ahead of its use. Waking a thread takes some ten microseconds, in which
    /// about 100 KB are gathered.
    public static let threshold = 256 * 1024

    private let work: PrefetchWork
    private let thread: pthread_t?
    private var nextBatch = 0

    /// Batches of a data set, at the beginning of epoch 0.
    ///
    /// - Parameters:
    ///   - batchSize: samples in a batch.
    ///   - seed: what the shuffling depends on; nil leaves the samples as they come.
    ///   - buffers: two sets of memory for a batch, one storage for each array; by default its own.
    ///   - threshold: from how many bytes a batch is gathered ahead of its use.
    /// - Throws: `MyelinError` of kind `.argument` if the batch size is below 1.
    public init(
        _ dataset: ArrayDataset, batchSize: Int, shuffledBy seed: UInt64? = nil, buffers: [[Storage]]? = nil,
        threshold: Int = Prefetcher.threshold
    ) throws {
        let order = try BatchOrder(count: dataset.count, batchSize: batchSize, shuffledBy: seed)
        let rows = min(batchSize, dataset.count)
        // A thread of its own helps where a core is left for it. Where the kernels use them all, it would only hold them
        // up; then all of them gather the batch before they compute with it.
        let hasFreeCore = myelin_core_count() > myelin_thread_count()
        let isLarge = dataset.sampleBytes * rows >= threshold && hasFreeCore
        let own = { dataset.sampleTypes.map { Storage(byteCount: $0.shape.count * $0.dtype.byteCount * rows) } }
        let buffers = buffers ?? [own(), own()]
        let work = PrefetchWork(dataset, order, buffers: isLarge && order.batchCount > 1 ? buffers : [buffers[0]])
        self.work = work
        thread = work.buffers.count > 1 ? work.start() : nil
    }

    deinit {
        guard let thread else { return }
        work.signal.stop()
        pthread_join(thread, nil)
    }

    /// Batches in an epoch.
    public var batchCount: Int { work.order.batchCount }

    /// Starts an epoch, also in the middle of another.
    public func begin(epoch: Int) {
        nextBatch = 0
        if thread != nil { work.signal.waitUntilIdle() }
        work.order.begin(epoch: epoch)
        if thread != nil { work.signal.restart(batches: batchCount) }
    }

    /// The next batch of the epoch, or nil at its end. It takes the memory of the batch before it.
    public func next() -> Batch? {
        let batch = nextBatch
        guard batch < batchCount else { return nil }
        nextBatch += 1
        var buffer = 0
        if thread == nil {
            work.fill(batch, work.buffers[0], inParallel: true)
        } else {
            let ticket = work.signal.epochStart + batch
            buffer = ticket & 1
            if work.signal.take(ticket) {
                work.fill(batch, work.buffers[buffer], inParallel: true)
                work.signal.filled(ticket)
            }
        }
        return Batch(
            index: batch, count: work.order.range(of: batch).count, buffer: buffer,
            pointers: work.buffers[buffer].pointers)
    }
}

/// What the prefetching thread and its user share.
private final class PrefetchWork: @unchecked Sendable {
    /// Memory for one batch.
    final class Buffer {
        let pointers: UnsafeBufferPointer<UnsafeMutableRawPointer>

        private let storages: [Storage]

        init(_ storages: [Storage]) {
            self.storages = storages
            let pointers = UnsafeMutableBufferPointer<UnsafeMutableRawPointer>.allocate(capacity: storages.count)
            for (index, storage) in storages.enumerated() { pointers.initializeElement(at: index, to: storage.bytes) }
            self.pointers = UnsafeBufferPointer(pointers)
        }

        deinit { pointers.deallocate() }
    }

    let dataset: ArrayDataset
    /// Changed by the user, and only while the thread is idle.
    var order: BatchOrder
    let buffers: [Buffer]
    let signal = PrefetchSignal()

    init(_ dataset: ArrayDataset, _ order: BatchOrder, buffers: [[Storage]]) {
        self.dataset = dataset
        self.order = order
        self.buffers = buffers.map(Buffer.init)
    }

    /// - Parameter inParallel: whether the kernels' threads help; only the thread that runs the kernels may ask for it.
    func fill(_ batch: Int, _ buffer: Buffer, inParallel: Bool = false) {
        _ = dataset.fill(batch: batch, of: order, into: buffer.pointers, inParallel: inParallel)
    }

    /// Starts the thread; nil if the system has none left, in which case batches are gathered on the spot.
    func start() -> pthread_t? {
        signal.restart(batches: order.batchCount)
        var thread = pthread_t()
        let reference = Unmanaged.passRetained(self)
        let failure = pthread_create(
            &thread, nil,
            { argument in
                let work = Unmanaged<PrefetchWork>.fromOpaque(argument!).takeRetainedValue()
                while let ticket = work.signal.claimNext() {
                    work.fill(ticket - work.signal.epochStart, work.buffers[ticket & 1])
                    work.signal.filled(ticket)
                    work.signal.wake()
                }
                return nil
            }, reference.toOpaque())
        guard failure == 0 else {
            reference.release()
            return nil
        }
        return thread
    }
}
