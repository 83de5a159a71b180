import Myelin

/// Times `predict` on batches of 1 and 64, the door that a server comes in by.
struct InferenceBench {
    /// A network with its data; untrained, for the numbers do not matter.
    struct Job: Sendable {
        let name: String
        let model: @Sendable () throws -> Model
        let data: @Sendable (_ samples: Int) -> Tensor
    }

    static let jobs: [Job] = [
        Job(name: "mnist-convnet") {
            try MNISTConvNet().model(seed: 1, learningRate: 0.001)
        } data: {
            Random.uniform([$0, 28, 28, 1])
        },
        Job(name: "digits-mlp") {
            try DigitsMLP().model(seed: 1, learningRate: 0.001)
        } data: {
            Random.uniform([$0, 28, 28])
        },
        Job(name: "imdb-lstm") {
            try IMDBLSTM().model(seed: 1, learningRate: 0.001)
        } data: {
            Random.labels($0 * 80, below: 10_000).reshaped(to: [$0, 80])
        },
        Job(name: "resnet50") {
            try Architectures.resNet50()
        } data: {
            Random.uniform([$0, 224, 224, 3])
        },
    ]
    static let batchSizes = [1, 64]

    /// - Parameter name: "resnet50-1" for a batch of 1; all jobs without one.
    static func run(_ name: String?, json: Bool) throws {
        let timings = jobs.flatMap { job in batchSizes.map { (job: job, batch: $0, name: "\(job.name)-\($0)") } }
        let chosen = timings.filter { name == nil || $0.name == name }
        guard !chosen.isEmpty else {
            throw MyelinError(
                .unknownName,
                "unknown job '\(name ?? "")'; there are \(timings.map(\.name).joined(separator: ", "))")
        }
        if !json { show("job                     batch    ms/call    samples/s") }
        for (job, batch, name) in chosen {
            let milliseconds = try milliseconds(job, batch)
            if json {
                show("{\"job\": \"\(name)\", \"batch_size\": \(batch), \"ms_per_step\": \(format(milliseconds, 5))}")
            } else {
                func padded(_ text: String, _ width: Int) -> String {
                    String(repeating: " ", count: max(0, width - text.count)) + text
                }
                show(
                    job.name + padded("\(batch)", 29 - job.name.count) + padded(format(milliseconds, 4), 11)
                        + padded(format(Double(batch) / milliseconds * 1e3, 0), 13))
            }
        }
    }

    /// The least of some series of calls, each about a fifth of a second long.
    private static func milliseconds(_ job: Job, _ batch: Int) throws -> Double {
        let model = try job.model()
        let x = job.data(batch)
        let clock = ContinuousClock()
        func series(_ count: Int) throws -> Double {
            let start = clock.now
            for _ in 0..<count { _ = try model.predict(x, batchSize: batch) }
            return (clock.now - start) / .milliseconds(1) / Double(count)
        }
        _ = try series(2)
        let count = max(1, Int(200 / (try series(3))))
        return try (0..<8).map { _ in try series(count) }.min()!
    }
}
