import Foundation
import Myelin
import MyelinTensorBoard
import TestSupport
import Testing

struct TensorBoardTests {
    @Test func checksums() {
        // RFC 3720, B.4, and the check value of the polynomial.
        #expect(CRC32C.checksum(Array("123456789".utf8)) == 0xE306_9283)
        #expect(CRC32C.checksum([UInt8](repeating: 0, count: 32)) == 0x8A91_36AA)
        #expect(CRC32C.checksum((0..<32).map { UInt8($0) }) == 0x46DD_794E)
    }

    @Test func recordsAreFramed() {
        // What tensorboard.summary.writer.record_writer writes for b"myelin".
        let expected = "06000000000000007369d5376d79656c696ead37e93a"
        let found = TFRecord.framed(Array("myelin".utf8)).map {
            String($0 >> 4, radix: 16) + String($0 & 15, radix: 16)
        }
        #expect(found.joined() == expected)
    }

    @Test func histogramsAreTensorBoards() {
        // tensorboard.plugins.histogram.summary_v2.histogram_pb of the same numbers.
        #expect(
            histogramRows([-1, 0, 0.5, 0.6, 2, 2, 3], buckets: 4)
                == [-1, 0, 1, 0, 1, 3, 1, 2, 0, 2, 3, 3])
        #expect(histogramRows([2, 2], buckets: 2) == [2, 2, 0, 2, 2, 2])
        #expect(histogramRows([], buckets: 2) == [0, 0, 0, 0, 0, 0])
    }

    private func run(_ callback: Callback, epochs: Int = 2) throws {
        let (model, x, y) = try planeClassifier()
        try model.fit(x, y, epochs: epochs, verbose: .silent, callbacks: [callback], validationSplit: 0.25)
    }

    @Test func eachRunHasItsFolder() throws {
        try withFolder { folder in
            try run(TensorBoard(folder + "/logs", histogramFreq: 1, writeImages: true, updateFreq: .batch))
            for name in ["train", "validation"] {
                let files = try FileManager.default.contentsOfDirectory(atPath: folder + "/logs/" + name)
                #expect(files.count == 1 && files[0].hasPrefix("events.out.tfevents.") && files[0].hasSuffix(".v2"))
                let bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: "\(folder)/logs/\(name)/\(files[0])")))
                let records = try records(bytes)
                #expect(records.first.map { String(decoding: $0, as: UTF8.self).contains("brain.Event:2") } == true)
                let text = String(decoding: bytes, as: UTF8.self)
                #expect(text.contains("epoch_loss") && text.contains("epoch_accuracy"))
                #expect(text.contains("evaluation_loss_vs_iterations") == (name == "validation"))
                #expect(text.contains("batch_loss") == (name == "train"))
                #expect(text.contains("kernel/histogram") == (name == "train"))
            }
        }
    }

    /// The records of a file, whose lengths and checksums are looked at.
    private func records(_ bytes: [UInt8]) throws -> [[UInt8]] {
        var records: [[UInt8]] = [], place = 0
        while place < bytes.count {
            let length = bytes[place..<place + 8].reversed().reduce(0) { $0 << 8 | Int($1) }
            let data = Array(bytes[place + 12..<place + 12 + length])
            #expect(Array(bytes[place..<place + 16 + length]) == TFRecord.framed(data))
            records.append(data)
            place += 16 + length
        }
        return records
    }

    @Test func whatCannotBe() throws {
        try withFolder { folder in
            try Data().write(to: URL(fileURLWithPath: folder + "/file"))
            for (callback, message) in [
                (
                    TensorBoard(folder + "/file"),
                    "\(folder)/file/train: the folder for TensorBoard's files cannot be made"
                ),
                (TensorBoard(folder, histogramFreq: -1), "TensorBoard: histogramFreq: expected at least 0, got -1"),
                (
                    TensorBoard(folder, updateFreq: .batches(0)),
                    "TensorBoard: updateFreq: expected at least 1 batch, got 0"
                ),
            ] { #expect(errorText { try run(callback) } == message) }
        }
    }
}
