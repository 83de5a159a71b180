import Foundation
import Myelin
import TestSupport
import Testing

/// A server that trains and predicts for days must not grow.
struct MemoryTests {
    private func residentBytes() throws -> Int {
        let text = try String(contentsOfFile: "/proc/self/statm", encoding: .utf8)
        return Int(text.split(separator: " ")[1])! * 4096
    }

    private static let alone = "MYELIN_TEST_ALONE"

    /// In a process of its own: what other tests take at the same time must not count.
    @Test func tenThousandFitsAndPredictionsKeepMemoryFlat() throws {
        guard ProcessInfo.processInfo.environment[Self.alone] == nil else { return try measure() }
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/proc/self/exe")
        process.arguments = ["--testing-library", "swift-testing", "--filter", "tenThousandFits"]
        process.environment = ProcessInfo.processInfo.environment.merging([Self.alone: "1"]) { $1 }
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        #expect(process.terminationStatus == 0)
    }

    private func measure() throws {
        let model = try Sequential(seed: 1) {
            Input(shape: [8])
            Dense(16, activation: .relu)
            Dropout(0.1)
            Dense(3, activation: .softmax)
        }
        model.compile(optimizer: Adam(), loss: .sparseCategoricalCrossentropy, metrics: [.accuracy])
        let x = Tensor(scattered(96).map { Float($0) }, shape: [12, 8]), y = Tensor((0..<12).map { Int32($0 % 3) })
        // Other sizes of batches come and go: what is compiled for them is kept for a few only.
        let others = (1...24).map { x.gathered(Tensor((0..<$0).map { Int32($0 % 12) })) }
        func round(_ count: Int) throws {
            for number in 0..<count {
                try model.fit(x, y, batchSize: 4, verbose: .silent)
                _ = try model.predict(others[number % others.count]).scalars()
            }
        }
        try round(1000)
        let before = try residentBytes()
        try round(9000)
        let grown = try residentBytes() - before
        #expect(grown < 8 << 20, "grew by \(grown) bytes")
    }
}
