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

    @Test func tenThousandFitsAndPredictionsKeepMemoryFlat() throws {
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
