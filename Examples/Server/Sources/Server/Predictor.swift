import Myelin

/// One model for all requests. Those that come while it computes are answered together, as one batch.
actor Predictor {
    /// How many numbers a sample has.
    let sampleSize: Int
    private let model: Model
    private let sampleShape: [Int]
    private var waiting: [Request] = []
    private var isRunning = false

    /// The most samples in one batch, and the most that may wait.
    private static let largestBatch = 32, longestQueue = 1024

    private struct Request {
        let sample: [Float]
        let answer: CheckedContinuation<[Float], any Error>
    }

    struct Overloaded: Error {}

    /// Loads the model and predicts once with each size of batch, so that no request waits for the compiler.
    init(_ path: String) throws {
        model = try loadModel(path)
        guard model.inputs.count == 1, model.outputs.count == 1 else {
            throw MyelinError(.argument, "\(path): expected a model with one input and one output")
        }
        let sizes = model.inputs[0].shape.dropFirst()
        sampleShape = sizes.compactMap { $0 }
        guard sampleShape.count == sizes.count else {
            throw MyelinError(.argument, "\(path): expected an input of a fixed size, got \(sizes)")
        }
        sampleSize = sampleShape.reduce(1, *)
        for count in [1, Self.largestBatch] {
            _ = try model.predict(Tensor.zeros(Shape([count] + sampleShape)), batchSize: count)
        }
    }

    /// The model's output for one sample, whose numbers are in the order of the input's axes.
    func predict(_ sample: [Float]) async throws -> [Float] {
        guard sample.count == sampleSize else {
            throw MyelinError(.shape, "expected a sample of \(sampleSize) numbers, got \(sample.count)")
        }
        guard waiting.count < Self.longestQueue else { throw Overloaded() }
        return try await withCheckedThrowingContinuation { answer in
            waiting.append(Request(sample: sample, answer: answer))
            if !isRunning {
                isRunning = true
                Task { await answerAll() }
            }
        }
    }

    private func answerAll() async {
        while !waiting.isEmpty {
            let batch = Array(waiting.prefix(Self.largestBatch))
            waiting.removeFirst(batch.count)
            do {
                for (request, output) in zip(batch, try outputs(batch.map(\.sample))) {
                    request.answer.resume(returning: output)
                }
            } catch {
                for request in batch { request.answer.resume(throwing: error) }
            }
            // Lets in the requests that have come meanwhile.
            await Task.yield()
        }
        isRunning = false
    }

    /// Batches have one of two sizes, because a step is compiled for each: what lacks is zeros.
    private func outputs(_ samples: [[Float]]) throws -> [[Float]] {
        let count = samples.count == 1 ? 1 : Self.largestBatch
        let padding = [Float](repeating: 0, count: (count - samples.count) * sampleSize)
        let x = Tensor(samples.flatMap { $0 } + padding, shape: Shape([count] + sampleShape))
        let y = try model.predict(x, batchSize: count).scalars()
        let size = y.count / count
        return samples.indices.map { Array(y[$0 * size..<($0 + 1) * size]) }
    }
}
