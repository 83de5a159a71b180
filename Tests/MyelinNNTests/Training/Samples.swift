import Myelin
import TestSupport

/// Points of four numbers whose class (0, 1, 2) a small network learns in a few epochs.
func points(_ count: Int, seed: Int = 1) -> (x: Tensor, y: Tensor) {
    let numbers = scattered(count * 4, seed: seed)
    let labels = (0..<count).map { row -> Int32 in
        let sum = numbers[4 * row] + numbers[4 * row + 1]
        return sum > 0.4 ? 2 : sum < -0.4 ? 0 : 1
    }
    return (Tensor(numbers.map { Float($0) }, shape: [count, 4]), Tensor(labels))
}

/// A small classifier of `points`.
func classifier(
    seed: Int = 1, optimizer: Optimizer = Adam(learningRate: 0.02), dropout: Double = 0, metrics: [Metric] = [.accuracy]
) throws -> Sequential {
    let model = try Sequential(seed: seed) {
        Input(shape: [4])
        Dense(16, activation: .relu)
        if dropout > 0 { Dropout(dropout) }
        Dense(3, activation: .softmax)
    }
    model.compile(optimizer: optimizer, loss: .sparseCategoricalCrossentropy, metrics: metrics)
    return model
}

extension Model {
    /// The bits of all weights.
    func weightBits() throws -> [[UInt32]] { try weights.map { try $0.value.scalars().map(\.bitPattern) } }
}
