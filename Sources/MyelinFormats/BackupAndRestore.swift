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
        case epoch
        /// After so many batches.
        case batches(Int)
        /// After the first batch that ends when so many seconds have passed since the last save.
        case seconds(Double)
    }

    private let path: String
    private let frequency: Frequency
    private let deletesCheckpoint: Bool
    private var batchesSince = 0
    private var lastSave = ContinuousClock.now

    /// - Parameters:
    ///   - directory: where the file `backup.keras` lies; made if it is not there.
    ///   - deleteCheckpoint: whether the file goes when training ends; if not, `remove` does it.
    public init(_ directory: String, saveFrequency: Frequency = .epoch, deleteCheckpoint: Bool = true) throws {
        do {
            try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
        } catch {
            throw MyelinError(.file, "\(directory): cannot make this folder: \(error.localizedDescription)")
        }
        path = FileSystem.join(directory, "backup.keras")
        frequency = saveFrequency
        deletesCheckpoint = deleteCheckpoint
    }

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
        try model?.save(path, with: point)
        batchesSince = 0
        lastSave = .now
    }

    public func saved() throws -> TrainingPoint? {
        batchesSince = 0
        lastSave = .now
        guard let model, FileSystem.exists(path) else { return nil }
        return try model.trainingPoint(path)
    }

    public func restore() throws { try model?.restore(path) }

    public func finish() { if deletesCheckpoint { remove() } }

    /// Removes what was saved.
    public func remove() { FileSystem.remove(path) }
}
