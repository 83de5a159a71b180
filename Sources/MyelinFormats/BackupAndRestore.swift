import Foundation
import MyelinCore
import MyelinData
import MyelinNN

/// Saves a training run now and then, so that after a crash the same program goes on from the last save instead of from
/// the beginning, and ends with the same bits as if nothing had happened: weights, optimizer, random numbers, order of the
/// data, metrics, callbacks. Keras: `BackupAndRestore`.
///
/// What is saved is a model file with the run's state beside; the file of a run that has ended is removed.
public final class BackupAndRestore: Callback, TrainingBackup {
    /// When to save besides at the end of each epoch.
    public enum Frequency: Sendable {
        /// Never besides.
        case epoch
        /// After so many batches.
        case batches(Int)
        /// After the first batch that ends when so many seconds have passed since the last save.
        case seconds(Double)
    }

    private let path: String
    /// The save before the last; empty if it is not kept.
    private let previous: String
    /// The file that `saved` found.
    private var found = ""
    private let frequency: Frequency
    private let deletesCheckpoint: Bool
    private var batchesSince = 0
    private var lastSave = ContinuousClock.now

    /// - Parameters:
    ///   - directory: where the file `backup.keras` lies; made if it is not there.
    ///   - doubleCheckpoint: whether the save before the last is kept as `previous.keras`, and gone on from if the last cannot be
    ///     read.
    ///   - deleteCheckpoint: whether the file goes when training ends; if not, `remove` does it.
    public init(
        _ directory: String, saveFrequency: Frequency = .epoch, doubleCheckpoint: Bool = false,
        deleteCheckpoint: Bool = true
    ) throws {
        try FileSystem.createFolder(directory)
        path = FileSystem.join(directory, "backup.keras")
        previous = doubleCheckpoint ? FileSystem.join(directory, "previous.keras") : ""
        frequency = saveFrequency
        deletesCheckpoint = deleteCheckpoint
    }

    public var place: String { found.isEmpty ? path : found }

    public func isDue(isEpochEnd: Bool) -> Bool {
        if isEpochEnd { return true }
        batchesSince += 1
        switch frequency {
        case .epoch: return false
        case .batches(let count): return batchesSince >= count
        case .seconds(let seconds): return ContinuousClock.now - lastSave >= .seconds(seconds)
        }
    }

    public func save(_ point: TrainingPoint) throws {
        if !previous.isEmpty, FileSystem.exists(path) {
            guard rename(path, previous) == 0 else { throw FileSystem.failure(previous, "cannot be written") }
        }
        try model?.save(path, with: point)
        batchesSince = 0
        lastSave = .now
    }

    public func saved() throws -> TrainingPoint? {
        AtomicFile.removeLeftovers(of: path)
        batchesSince = 0
        lastSave = .now
        guard let model else { return nil }
        let files = [path, previous].filter { !$0.isEmpty && FileSystem.exists($0) }
        for file in files {
            found = file
            do { return try model.trainingPoint(file) } catch let error as MyelinError {
                guard file != files.last else { throw error }
                warn("\(error.message); going on from \(previous)")
            }
        }
        return nil
    }

    public func restore() throws { try model?.restore(found) }

    public func finish() { if deletesCheckpoint { remove() } }

    /// Removes what was saved.
    public func remove() { for file in [path, previous] where !file.isEmpty { FileSystem.remove(file) } }
}
