import ArgumentParser
import Foundation
import Myelin

/// Times the training step of recipes through the same `fit` that users call.
struct BenchCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bench", abstract: "Time training steps, predictions, or the updates of all optimizers.")

    @Argument(
        help: """
            The jobs: names of recipes and other networks, by default all of them; 'inference' (with a job such as \
            mnist-convnet-1 or all of them); or 'optimizers'.
            """) var jobs: [String] = []
    @Option(help: "Steps to time; by default as many as take about two seconds.") var steps: Int?
    @Flag(help: "One line of JSON for each job.") var json = false

    func validate() throws {
        if let steps, steps < 1 { throw ValidationError("--steps: expected at least 1, got \(steps)") }
    }

    func run() throws {
        if jobs == ["optimizers"] { return try OptimizerBench.run(json: json) }
        if jobs.first == "inference" {
            for job in jobs.count == 1 ? [nil] : jobs.dropFirst().map(Optional.init) {
                try InferenceBench.run(job, json: json)
            }
            return
        }
        let chosen = try jobs.isEmpty ? TrainingJob.all : jobs.map { try TrainingJob.named($0) }
        let peak = json ? nil : MachinePeak.measured()
        if let peak {
            show(
                "measured peak: \(format(peak.gigaflops, 0)) GFLOP/s, \(format(peak.gigabytesPerSecond, 1)) GB/s copied"
            )
            show("job                     batch    ms/step    samples/s    GFLOP/s    % of peak")
        }
        for job in chosen {
            let timing = try StepTiming.measured(job, steps: steps)
            if json {
                show(timing.json)
            } else {
                show(timing.row(peak: peak?.gigaflops ?? 0))
            }
        }
    }
}

func format(_ value: Double, _ digits: Int) -> String {
    // The sign of what is no number says nothing.
    value.isNaN ? "nan" : String(format: "%.\(digits)f", value)
}

/// How long a training step of a recipe takes.
struct StepTiming {
    let job: String
    let batchSize: Int
    let steps: Int
    let secondsPerStep: Double
    let flopsPerStep: Int

    /// Some steps and an epoch to warm up, then epochs until the steps are done; the fastest epoch counts, since what else the machine
    /// does only ever adds time.
    static func measured(_ job: TrainingJob, steps wanted: Int?) throws -> StepTiming {
        let batchSize = job.batchSize
        let model = try job.model()
        let clock = ContinuousClock()
        func seconds(_ data: (x: Tensor, y: Tensor)) throws -> Double {
            let start = clock.now
            try model.fit(data.x, data.y, batchSize: batchSize, epochs: 1, verbose: .silent)
            return (clock.now - start) / .seconds(1)
        }
        // So many steps that starting an epoch does not count.
        let few = try job.data(batchSize * 4)
        _ = try seconds(few)
        let perEpoch = min(400, max(10, Int(0.4 / (try seconds(few) / 4))))
        let data = try job.data(batchSize * perEpoch)
        func epoch() throws -> Double { try seconds(data) }
        let warm = try epoch()
        let count = wanted ?? max(perEpoch * 3, Int(2 / warm * Double(perEpoch)))
        var best = Double.infinity
        var done = 0
        while done < count {
            best = min(best, try epoch())
            done += perEpoch
        }
        return StepTiming(
            job: job.name, batchSize: batchSize, steps: done, secondsPerStep: best / Double(perEpoch),
            flopsPerStep: try model.trainingProgram(batchSize: batchSize).floatingPointOperations)
    }

    private var gigaflops: Double { Double(flopsPerStep) / secondsPerStep / 1e9 }

    var json: String {
        "{\"job\": \"\(job)\", \"ms_per_step\": \(format(secondsPerStep * 1e3, 5)), \"steps\": \(steps), "
            + "\"batch_size\": \(batchSize), \"samples_per_second\": \(format(Double(batchSize) / secondsPerStep, 0)), "
            + "\"gflops\": \(format(gigaflops, 2))}"
    }

    func row(peak: Double) -> String {
        func padded(_ text: String, _ width: Int) -> String {
            String(repeating: " ", count: max(0, width - text.count)) + text
        }
        return job + String(repeating: " ", count: max(1, 22 - job.count)) + padded("\(batchSize)", 7)
            + padded(format(secondsPerStep * 1e3, 4), 11) + padded(format(Double(batchSize) / secondsPerStep, 0), 13)
            + padded(format(gigaflops, 1), 11) + padded(format(gigaflops / peak * 100, 1), 13)
    }
}
