import Foundation
import Myelin

/// One page's network, its data and how far it has learned.
@TrainingActor
package final class Experiment {
    package private(set) var settings: Settings
    package private(set) var data: ExperimentData
    package private(set) var network: Network
    private var probe: Probe
    package private(set) var table: CSVTable?
    package private(set) var epoch = 0
    package private(set) var isPlaying = false
    package private(set) var curve = LossCurve()
    /// Why it stopped, or what else the user should know.
    package private(set) var message: String?
    /// Counts what changes points, layers or settings.
    package private(set) var version = 0
    /// Counts what changes weights or what is shown beside them.
    package private(set) var change = 0
    private var trainingInputs: Tensor
    private var trainingTargets: Tensor
    private var pace = Pace()
    /// More than there are in one moment.
    private static let mostEpochs = 100_000

    package init(_ settings: Settings) throws {
        self.settings = settings
        data = try ExperimentData(settings, table: nil)
        network = try Network(settings)
        probe = try Probe(network, data)
        trainingInputs = network.inputs(data.training)
        trainingTargets = network.targets(data.training)
        try note(try look())
    }

    // MARK: Settings

    /// Changes settings, and does anew what depends on them. If that is not possible, nothing has changed.
    package func change(to new: Settings, table newTable: CSVTable? = nil) throws {
        let table = newTable ?? table
        let wanted = (new.dataName == DataSet.csv ? table?.fitted(new) : nil) ?? new
        guard var effect = wanted.effect(comingFrom: settings) ?? (newTable == nil ? nil : .data) else { return }
        if newTable != nil { effect = .data }
        let data = effect == .data ? try ExperimentData(wanted, table: table) : data
        if effect > .nothing {
            let rateAlone = rateAlone(wanted)
            if effect == .training, rateAlone {
                network.model.optimizer?.learningRate.set(scalar: wanted.learningRate)
            } else {
                let network = try Network(wanted)
                if effect == .training { try network.copyWeights(from: self.network) }
                probe = try Probe(network, data)
                self.network = network
                self.data = data
                trainingInputs = network.inputs(data.training)
                trainingTargets = network.targets(data.training)
            }
        }
        settings = wanted
        self.table = table
        message = nil
        version += 1
        if effect > .training { try begin() } else { change += 1 }
        pace = Pace()
    }

    private func rateAlone(_ new: Settings) -> Bool {
        var other = settings
        other.learningRate = new.learningRate
        return other.effect(comingFrom: new).map { $0 < .training } ?? true
    }

    /// Gives the network its first weights again.
    package func reset() throws {
        network = try Network(settings)
        probe = try Probe(network, data)
        try begin()
        version += 1
    }

    private func begin() throws {
        epoch = 0
        isPlaying = false
        curve = LossCurve()
        message = nil
        change += 1
        try note(try look())
    }

    /// Tells the user something.
    package func tell(_ text: String) {
        message = text
        change += 1
    }

    // MARK: Training

    package func play() {
        isPlaying = true
        message = nil
        pace = Pace()
        change += 1
    }

    package func pause() {
        isPlaying = false
        change += 1
    }

    /// One pass over the training data.
    package func step() throws {
        isPlaying = false
        message = nil
        try train(epochs: 1, until: .now + .seconds(10))
        try note(try look())
    }

    package func setWeight(layer: Int, input: Int?, unit: Int, to value: Double) throws {
        try network.setWeight(layer: layer, input: input, unit: unit, to: value)
        change += 1
    }

    /// Trains for a while, as fast as the settings say. Does nothing while paused.
    package func advance(for duration: Duration) throws {
        guard isPlaying else { return }
        let due = settings.speed == 0 ? Self.mostEpochs : pace.due(perSecond: settings.speed)
        guard due > 0 else { return }
        try train(epochs: due, until: .now + duration)
    }

    private func train(epochs: Int, until deadline: ContinuousClock.Instant) throws {
        var count = epochs
        if settings.stopEpoch > epoch { count = min(count, settings.stopEpoch - epoch) }
        let stop = StopAtDeadline(deadline)
        do {
            try network.model.fit(
                trainingInputs, trainingTargets, batchSize: settings.batchSize, epochs: count, verbose: .silent,
                callbacks: [stop])
        } catch let error as MyelinError {
            isPlaying = false
            message = error.message
        }
        epoch += stop.epochs
        pace.done(stop.epochs)
        change += 1
        if !stop.lastLoss.isFinite {
            pause(
                because: "The loss is \(stop.lastLoss.isNaN ? "not a number" : "infinite"): training is paused. "
                    + "Lower the learning rate, then reset.")
        } else if settings.stopEpoch > 0, epoch == settings.stopEpoch {
            pause(because: "Paused after \(epoch) epochs, as set.")
        }
    }

    private func pause(because reason: String) {
        guard isPlaying || message == nil else { return }
        isPlaying = false
        message = reason
    }

    /// Looks at the network, and keeps the losses.
    package func look() throws -> Probe.Sight { try probe.look(isClassification: settings.problem == .classification) }

    /// Keeps the losses for the curve; pauses if they are small enough.
    package func note(_ sight: Probe.Sight) throws {
        curve.append(.init(epoch: epoch, train: sight.trainLoss, test: sight.testLoss))
        if isPlaying, settings.stopLoss > 0, sight.testLoss < Float(settings.stopLoss) {
            pause(because: "Paused: the test loss is below \(short(settings.stopLoss)).")
            change += 1
        }
    }

    /// Epochs in the last second.
    package var epochsPerSecond: Double { isPlaying ? pace.epochsPerSecond : 0 }
}

/// Ends a `fit` at the end of the first epoch after a point in time.
private final class StopAtDeadline: Callback {
    private let deadline: ContinuousClock.Instant
    package private(set) var epochs = 0
    package private(set) var lastLoss = 0.0

    init(_ deadline: ContinuousClock.Instant) { self.deadline = deadline }

    override func onEpochEnd(_ epoch: Int, logs: inout Logs) {
        epochs += 1
        lastLoss = logs["loss"] ?? 0
        if !lastLoss.isFinite || .now >= deadline { model?.stopTraining = true }
    }
}

/// How many epochs are due, and how many there were.
private struct Pace {
    private var last = ContinuousClock.now
    private var owed = 0.0
    private var counted: [(at: ContinuousClock.Instant, epochs: Int)] = []

    /// Whole epochs since the last call. What the machine cannot keep up with is let go of.
    mutating func due(perSecond rate: Int) -> Int {
        let now = ContinuousClock.now
        owed = min(owed + (now - last) / .seconds(1) * Double(rate), max(1, Double(rate) / 4))
        last = now
        let whole = Int(owed)
        owed -= Double(whole)
        return whole
    }

    mutating func done(_ epochs: Int) {
        let now = ContinuousClock.now
        counted.append((now, epochs))
        counted.removeAll { now - $0.at > .seconds(1) }
    }

    var epochsPerSecond: Double {
        guard let first = counted.first, counted.count > 1 else { return 0 }
        let seconds = (ContinuousClock.now - first.at) / .seconds(1)
        return seconds > 0 ? Double(counted.dropFirst().reduce(0) { $0 + $1.epochs }) / seconds : 0
    }
}
