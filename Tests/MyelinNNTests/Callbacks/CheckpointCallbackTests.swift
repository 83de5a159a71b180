import Foundation
import Myelin
import TestSupport
import Testing

struct CheckpointCallbackTests {
    private func names(_ pattern: String, _ frequency: ModelCheckpoint.Frequency = .epoch) throws -> [String] {
        try withFolder { folder in
            let (x, y) = points(12)
            final class Script: Callback {
                override func onEpochEnd(_ epoch: Int, logs: inout Logs) {
                    logs["val_loss"] = [1234.5678, 0.00012][epoch]
                }
            }
            try classifier().fit(
                x, y, batchSize: 4, epochs: 2, verbose: .silent,
                callbacks: [Script(), ModelCheckpoint(folder + "/" + pattern, saveFrequency: frequency)])
            return try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
        }
    }

    /// Python: `pattern.format(epoch=epoch + 1, batch=batch + 1, val_loss=value)`.
    @Test func fieldsAreFilledInAsPythonDoes() throws {
        #expect(try names("{epoch:03d}-{val_loss:.2f}.keras") == ["001-1234.57.keras", "002-0.00.keras"])
        #expect(try names("{epoch}-{val_loss:.3e}.keras") == ["1-1.235e+03.keras", "2-1.200e-04.keras"])
        #expect(try names("{epoch:02}-{val_loss:09.1f}.keras") == ["01-0001234.6.keras", "02-0000000.0.keras"])
        #expect(try names("{epoch}-{batch}.keras", .batches(2)) == ["1-2.keras", "2-1.keras", "2-3.keras"])
        #expect(
            errorText { try names("{epoch:x}.keras") }?.hasSuffix("expected a format such as 02d or .2f, got 'x'")
                == true)
        #expect(
            errorText { try names("{batch}.keras") }?.contains("'batch' is not logged; there are epoch, loss") == true)
        #expect(errorText { try names("all") }?.contains("expected a path that ends in .keras, got") == true)
    }

    @Test func theSaveBeforeTheLastIsGoneOnFrom() throws {
        try withFolder { folder in
            let (x, y) = points(12)
            struct Killed: Error {}
            func train(_ model: Model, killedIn epoch: Int? = nil) throws {
                let kill = LambdaCallback(onEpochBegin: { if $0 == epoch { throw Killed() } })
                try model.fit(
                    x, y, batchSize: 4, epochs: 4, verbose: .silent,
                    callbacks: [try BackupAndRestore(folder, doubleCheckpoint: true), kill])
            }
            #expect(throws: Killed.self) { try train(classifier(), killedIn: 2) }
            #expect(
                try FileManager.default.contentsOfDirectory(atPath: folder).sorted() == [
                    "backup.keras", "previous.keras",
                ])
            try "damaged".write(toFile: folder + "/backup.keras", atomically: false, encoding: .utf8)
            let resumed = try classifier(), whole = try classifier()
            try train(resumed)
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder).isEmpty)
            try whole.fit(x, y, batchSize: 4, epochs: 4, verbose: .silent)
            #expect(try resumed.weightBits() == whole.weightBits())
        }
    }
}
