import Foundation
import Myelin
import Testing

/// The programs that README.md shows.
struct ReadmeTests {
    @Test(
        .enabled(
            if: ProcessInfo.processInfo.environment["MYELIN_DATA_DIR"] != nil,
            "MYELIN_DATA_DIR names no folder with the real data sets"))
    func firstProgram() throws {
        let digits = try Datasets.mnist()
        let model = try Sequential {
            Rescaling(1.0 / 255)
            Flatten()
            Dense(64, activation: .relu)
            Dense(10, activation: .softmax)
        }
        model.compile(optimizer: Adam(), loss: .sparseCategoricalCrossentropy, metrics: [.accuracy])
        try model.fit(digits.train.x, digits.train.y, batchSize: 128, epochs: 5, verbose: .silent, validationSplit: 0.1)
        #expect(try model.evaluate(digits.test.x, digits.test.y)["accuracy"]! > 0.95)
    }

    @Test func aTrainingLoopOfOnesOwn() throws {
        let (w, b) = try trainedLine()
        #expect(try abs(w.value.scalars()[0] - 2) < 1e-3 && abs(b.value.scalars()[0] - 1) < 1e-3)
    }
}

private func trainedLine() throws -> (Variable, Variable) {
    let w = try Variable(Tensor(0)), b = try Variable(Tensor(0))
    let x = Tensor.linspace(-1, 1, count: 64), y = x * 2 + 1
    for _ in 0..<200 {
        let (_, gradients) = try valueAndGradient(withRespectTo: [w, b]) { square(w.value * x + b.value - y).mean() }
        try w.assign(w.value - gradients[0] * 0.1)
        try b.assign(b.value - gradients[1] * 0.1)
    }
    return (w, b)
}
