import Foundation
import Myelin
import TestSupport
import Testing

/// A run that is killed, at whatever moment, and started again ends with the same bits as one that is left alone.
struct CheckpointTests {
    /// The bytes of a model's weights and of its optimizer.
    private func weights(_ path: String) throws -> [[Float]] {
        let model = try loadModel(path)
        let state = try model.optimizer?.state(for: model.trainableWeights) ?? []
        return try (model.weights + state).map { try $0.value.scalars(Float.self) }
    }

    @Test(.timeLimit(.minutes(3))) func killedRunsGoOn() throws {
        try withFolder { folder in
            // Dropout, Adam, early stopping on validation data.
            let recipe = ["run", "tabular-dropout", "--epochs", "6", "--seed", "3", "--quiet"]
            _ = try Command.run(recipe + ["--output", folder + "/whole.keras", "--report", folder + "/whole.json"])
            let interrupted =
                recipe + [
                    "--output", folder + "/parts.keras", "--report", folder + "/parts.json", "--checkpoint-dir",
                    folder + "/c",
                    "--checkpoint-every", "3",
                ]
            var kills = 0
            // Later and later, so that on however slow a machine some kill comes in the middle and the run gets done.
            for (number, delay) in scattered(200, seed: 5).enumerated() {
                let process = try Command.start(interrupted)
                Thread.sleep(forTimeInterval: 0.03 + 0.02 * Double(number) * Swift.abs(delay))
                guard process.isRunning else {
                    process.waitUntilExit()
                    #expect(process.terminationStatus == 0)
                    break
                }
                kill(process.processIdentifier, SIGKILL)
                process.waitUntilExit()
                kills += 1
            }
            #expect(kills > 2)
            #expect(try weights(folder + "/parts.keras") == weights(folder + "/whole.keras"))
            func history(_ path: String) throws -> NSDictionary? {
                let data = try Data(contentsOf: URL(fileURLWithPath: path))
                let report = try JSONSerialization.jsonObject(with: data) as? [String: Any]
                return report?["history"] as? NSDictionary
            }
            #expect(try history(folder + "/parts.json") == history(folder + "/whole.json"))
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder + "/c") == [])
        }
    }

    @Test func anotherRunsCheckpointIsRefused() throws {
        try withFolder { folder in
            let model = try Sequential(seed: 1) {
                Input(shape: [3])
                Dense(2)
            }
            model.compile(loss: .meanSquaredError)
            let x = Tensor.ones([20, 3]), y = Tensor.ones([20, 2])
            struct Stop: Error {}
            let stop = LambdaCallback(onTrainBatchEnd: { batch, _ in if batch == 2 { throw Stop() } })
            let backup = try BackupAndRestore(folder + "/c", saveFrequency: .batches(1))
            #expect(throws: Stop.self) {
                try model.fit(x, y, batchSize: 4, verbose: .silent, callbacks: [stop, backup])
            }
            let before = try model.getWeights().map { try $0.scalars() }
            let text = errorText { try model.fit(x, y, batchSize: 5, verbose: .silent, callbacks: [stop, backup]) }
            #expect(text?.hasPrefix("\(folder)/c/backup.keras: the saved run has 20 samples") == true)
            #expect(text?.contains("batches of 4") == true && text?.contains("batches of 5") == true, "\(text ?? "")")
            #expect(try model.getWeights().map { try $0.scalars() } == before)
        }
    }
}
