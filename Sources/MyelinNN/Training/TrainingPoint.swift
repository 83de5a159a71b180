import MyelinCore

/// Where a training run stands between two batches: all that is not in the model's file and is needed to go on as if
/// nothing had happened.
public struct TrainingPoint {
    /// What must be the same when the run goes on.
    struct Run: Hashable {
        let samples: Int
        let batchSize: Int
        let seed: Int
        let shuffles: Bool
    }
    let run: Run
    /// The epoch that is running, from 0.
    public let epoch: Int
    /// Batches of the epoch that are done.
    public let batch: Int
    /// Epochs trained since `compile`, on which the order of the samples depends.
    let epochCount: Int
    /// The sums of the loss and the metrics.
    let sums: [[Double]]
    let history: History
    /// What the callbacks remember, in their order.
    let callbacks: [ConfigValue]
    /// Arrays that callbacks remember, by the callback's place and their own.
    public let tensors: [[Tensor]]

    /// As a configuration; without the arrays.
    public var serialized: ConfigValue {
        [
            "samples": .int(run.samples), "batch_size": .int(run.batchSize), "seed": .int(run.seed),
            "shuffle": .bool(run.shuffles), "epoch": .int(epoch), "batch": .int(batch), "epoch_count": .int(epochCount),
            "sums": .array(sums.map { .array($0.map { ConfigValue(exactly: $0) }) }), "history": history.serialized,
            "callbacks": .array(callbacks), "arrays": .array(tensors.map { .int($0.count) }),
        ]
    }

    /// How many arrays each callback has in a serialized point.
    public static func arrayCounts(_ value: ConfigValue) throws -> [Int] {
        guard case .object(let fields) = value else { throw MyelinError(.file, "training: expected an object") }
        let counts = try Config(fields, owner: "training").ints("arrays", default: [])
        guard counts.allSatisfy({ $0 >= 0 }) else {
            throw MyelinError(.file, "training: arrays: expected counts, got \(counts)")
        }
        return counts
    }

    /// - Throws: `MyelinError` of kind `.file` if something is missing.
    public init(_ value: ConfigValue, tensors: [[Tensor]]) throws {
        guard case .object(let fields) = value else { throw MyelinError(.file, "training: expected an object") }
        let config = Config(fields, owner: "training")
        run = Run(
            samples: try config.int("samples"), batchSize: try config.int("batch_size"), seed: config.seed() ?? 0,
            shuffles: try config.bool("shuffle", default: true))
        epoch = try config.int("epoch")
        batch = try config.int("batch")
        epochCount = try config.int("epoch_count")
        guard epoch >= 0, batch >= 0, epochCount >= 0 else {
            throw MyelinError(.file, "training: batch \(batch) of epoch \(epoch), expected none below 0")
        }
        guard case .array(let sums)? = fields["sums"], case .array(let states)? = fields["callbacks"] else {
            throw MyelinError(.file, "training: sums or callbacks are missing")
        }
        self.sums = try sums.map { list in
            guard case .array(let numbers) = list else { throw MyelinError(.file, "training: sums are no numbers") }
            return try numbers.map { try $0.exactDouble() }
        }
        history = try History(fields["history"] ?? .null)
        callbacks = states
        self.tensors = tensors
    }

    init(
        run: Run, epoch: Int, batch: Int, epochCount: Int, sums: [[Double]], history: History, callbacks: [ConfigValue],
        tensors: [[Tensor]]
    ) {
        self.run = run
        self.epoch = epoch
        self.batch = batch
        self.epochCount = epochCount
        self.sums = sums
        self.history = history
        self.callbacks = callbacks
        self.tensors = tensors
    }
}

/// A callback that keeps training runs safe: it is asked between batches whether it wants to save, and at the beginning
/// whether there is something to go on from.
public protocol TrainingBackup: Callback {
    /// Whether to save now. `isEpochEnd` stands for the moment after an epoch, when all other callbacks have heard of it.
    func isDue(isEpochEnd: Bool) -> Bool
    /// Saves the model and where the run stands.
    func save(_ point: TrainingPoint) throws
    /// What is told of where the run is saved: the file's path.
    var place: String { get }
    /// Where the run stood that was saved; nil if nothing was.
    func saved() throws -> TrainingPoint?
    /// Gives the model back what was saved.
    func restore() throws
    /// The run is over, nothing will be gone on from.
    func finish() throws
}

extension ConfigValue {
    /// A number that JSON cannot hold is a text.
    init(exactly number: Double) { self = number.isFinite ? .double(number) : .string("\(number)") }

    func exactDouble() throws -> Double {
        switch self {
        case .double(let value): return value
        case .int(let value): return Double(value)
        case .string(let text):
            if let value = Double(text) { return value }
        default: break
        }
        throw MyelinError(.file, "training: expected a number, got \(self)")
    }
}

extension History {
    var serialized: ConfigValue {
        .array(
            zip(epochs, all).map { epoch, logs in
                [
                    "epoch": .int(epoch), "names": .array(logs.names.map { .string($0) }),
                    "values": .array(logs.entries.map { ConfigValue(exactly: $0.value) }),
                    "lists": .object(
                        ConfigObject(logs.lists.mapValues { .array($0.map { ConfigValue(exactly: $0) }) })),
                ]
            })
    }

    init(_ value: ConfigValue) throws {
        self.init()
        guard case .array(let entries) = value else {
            throw MyelinError(.file, "training: expected a history, got \(value)")
        }
        for entry in entries {
            guard case .object(let fields) = entry, case .int(let epoch)? = fields["epoch"],
                case .array(let names)? = fields["names"], case .array(let values)? = fields["values"],
                names.count == values.count
            else { throw MyelinError(.file, "training: a history that is not understood") }
            var logs = Logs()
            for (name, value) in zip(names, values) {
                if case .string(let name) = name { logs[name] = try value.exactDouble() }
            }
            if case .object(let lists)? = fields["lists"] {
                for (name, list) in lists {
                    if case .array(let numbers) = list { logs.set(name, try numbers.map { try $0.exactDouble() }) }
                }
            }
            append(logs, epoch: epoch)
        }
    }
}
