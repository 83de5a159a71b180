import ArgumentParser
import Myelin

/// How a training run is kept safe from crashes.
struct CheckpointOptions: ParsableArguments {
    @Option(help: "Save the run to this folder now and then; started again, it goes on from there.") var checkpointDir:
        String?
    @Option(help: "Save after so many batches; by default every 5 seconds and after each epoch.") var checkpointEvery:
        Int?

    func validate() throws {
        if let checkpointEvery, checkpointEvery < 1 {
            throw ValidationError("--checkpoint-every: expected at least 1, got \(checkpointEvery)")
        }
    }

    /// The callback that saves; who has written the results removes its file.
    func backup() throws -> BackupAndRestore? {
        try checkpointDir.map {
            try BackupAndRestore(
                $0, saveFrequency: checkpointEvery.map { .batches($0) } ?? .seconds(5), deleteCheckpoint: false)
        }
    }
}
