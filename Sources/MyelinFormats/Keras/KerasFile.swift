import Foundation
import MyelinCore
import MyelinData
import MyelinNN

// Keras 3's model file: a zip archive with `metadata.json`, `config.json` and `model.weights.h5`. Beside them Myelin keeps
// `myelin.json` with what random numbers depend on and the model's annotations; Keras passes it over.

extension Model {
    /// Writes the model to a `.keras` file: architecture, weights, and what `compile` and training have left, so that
    /// training can go on. It is written beside an old file and then put in its place, so that a failure or a kill loses
    /// nothing.
    public func save(_ path: String) throws { try save(path, with: nil) }

    /// As `save`, with the state of a training run.
    func save(_ path: String, with point: TrainingPoint?) throws {
        guard !inputs.isEmpty else {
            throw MyelinError(
                .argument, "\(name): is not built yet; give it an Input at the front, or data by fit or predict")
        }
        guard case .object(var config) = serialized else { return }
        config["compile_config"] = compileConfig
        var tree = try weightsTree()
        for (number, tensors) in (point?.tensors ?? []).enumerated() {
            for (place, tensor) in tensors.enumerated() {
                tree["callbacks/\(number)/\(place)"] = .dataset(HDF5Dataset(tensor))
            }
        }
        let weights = try HDF5.bytes(of: tree)
        let date = Date().formatted(
            .iso8601.year().month().day().time(includingFractionalSeconds: false).timeSeparator(.colon))
        let metadata: ConfigValue = [
            "keras_version": .string(KerasFile.version),
            "date_saved": .string(date.replacing("T", with: "@").replacing("Z", with: "")),
        ]
        let kept: ConfigObject = annotations.isEmpty ? [:] : ["annotations": .object(annotations)]
        var members = [
            ("metadata.json", metadata.storage), ("config.json", ConfigValue.object(config).storage),
            ("model.weights.h5", weights),
            ("myelin.json", ConfigValue.object(randomState.merging(kept) { $1 }).storage),
        ]
        if let point { members.append(("training.json", point.serialized.storage)) }
        members += LayerAssets.members(of: self)
        try KerasFile.write(members, to: path)
    }

    /// Where the training run stands that `save(_:with:)` wrote.
    func trainingPoint(_ path: String) throws -> TrainingPoint {
        do {
            let archive = try Zip.Reader(path)
            let training = try KerasFile.json(archive, "training.json")
            let tree = try KerasFile.weights(archive, elementLimit: elementLimit)
            let tensors = try TrainingPoint.arrayCounts(training).enumerated().map { number, count in
                try (0..<count).map { try tree.dataset("callbacks/\(number)/\($0)").tensor() }
            }
            return try TrainingPoint(training, tensors: tensors)
        } catch let error as MyelinError { throw error.located(at: path) }
    }

    /// Gives the model back what `save(_:with:)` wrote.
    func restore(_ path: String) throws {
        do {
            let archive = try Zip.Reader(path)
            let tree = try KerasFile.weights(archive, elementLimit: elementLimit)
            try readWeights(tree)
            try readOptimizer(tree)
            try readRandomState(KerasFile.json(archive, "myelin.json"))
        } catch let error as MyelinError { throw error.located(at: path) }
    }

    /// Writes the weights alone to a `.weights.h5` file.
    public func saveWeights(_ path: String) throws { try HDF5.write(weightsTree(), to: path) }

    /// Takes over the weights of a `.weights.h5` file, or of a `.keras` one, of a model of the same structure.
    ///
    /// - Throws: `MyelinError` of kind `.file` that names where file and model differ. Then no weight has changed.
    public func loadWeights(_ path: String) throws {
        do {
            if try KerasFile.isHDF5(path) {
                try readWeights(try HDF5.read(path, elementLimit: elementLimit))
            } else {
                try readWeights(try KerasFile.weights(Zip.Reader(path), elementLimit: elementLimit))
            }
        } catch let error as MyelinError { throw error.located(at: path) }
    }

    /// The weights as Keras lays them out.
    func weightsAlone() -> HDF5Group {
        var root = HDF5Group()
        WeightsTree.add(self, to: &root)
        return root
    }

    /// The weights, and the optimizer's state where there is one.
    private func weightsTree() throws -> HDF5Group {
        var root = weightsAlone()
        if let optimizer {
            assignPaths()
            WeightsTree.add(
                try optimizer.stateTree(for: trainableWeights), named: snakeCase(optimizer.className), at: "optimizer/",
                to: &root)
        }
        return root
    }

    /// The most elements that a file of this model's may claim: weights and some slots for each.
    fileprivate var elementLimit: Int { (parameterCount + 4096) * 16 }

    fileprivate func readWeights(_ root: HDF5Group) throws {
        // A whole model of the legacy form.
        if case .group(let weights)? = root["model_weights"] {
            return try LegacyFile.readWeights(weights, into: self, at: "model_weights/")
        }
        if root.attributes["layer_names"] != nil || root.attributes["layer_names0"] != nil {
            return try LegacyFile.readWeights(root, into: self)
        }
        try WeightsTree.read(root, into: self)
    }

    /// Count and learning rate; with a loss scale its own two besides.
    static let mostUntrained = 4

    /// The optimizer's state, where the file has it; of a model that was compiled and never trained there is little.
    fileprivate func readOptimizer(_ root: HDF5Group) throws {
        guard let optimizer, case .group(let group)? = root["optimizer/vars"] else { return }
        assignPaths()
        let tree = try optimizer.stateTree(for: trainableWeights)
        let count = group.members.count
        guard count == tree.own.count else {
            // What has not trained holds the count and rates alone. Else as Keras: its state starts anew.
            if count > Self.mostUntrained {
                warn(
                    "optimizer/vars: has \(count) variables, \(optimizer.className) expects \(tree.own.count); its state starts anew"
                )
            }
            return
        }
        // Of what stands twice, in a wrapper's list and in that of the optimizer inside, the first is read.
        let values = try WeightsTree.values(of: tree.own, at: "optimizer/", in: root, owner: optimizer.className)
        for (variable, value) in values { try variable.assign(value) }
    }

    // MARK: Random numbers

    /// The seed, and the streams of random layers.
    fileprivate var randomState: ConfigObject {
        [
            "seed": .int(seed),
            "streams": .array(randomVariables.map { .int(Int($0.storage.elements(as: Int64.self)[0])) }),
        ]
    }

    fileprivate func readRandomState(_ state: ConfigValue) throws {
        guard case .object(let fields) = state, case .array(let numbers)? = fields["streams"] else { return }
        let variables = randomVariables
        guard numbers.count == variables.count else {
            throw MyelinError(
                .file, "myelin.json: expected \(variables.count) numbers of random streams, got \(numbers.count)")
        }
        for (variable, number) in zip(variables, numbers) {
            guard case .int(let value) = number else { throw MyelinError(.file, "myelin.json: expected whole numbers") }
            try variable.assign(Tensor([Int64(value)], shape: []))
        }
    }

    private var randomVariables: [Variable] {
        func streams(_ layer: Layer) -> [Variable] {
            layer.seedGenerators.flatMap { [$0.key, $0.counter] } + layer.sublayers.flatMap(streams)
        }
        return streams(self)
    }
}

/// The model in a file: `.keras`, or a legacy whole-model `.h5` of Keras 2 or 3. Classes of one's own that it names are
/// registered before, with `Registry`.
///
/// - Parameter seed: what its random numbers depend on from now on, if not what the file says; 0 if it says nothing, as
///   files of Keras do.
/// - Parameter compile: whether the model takes over what it was compiled with, and the optimizer's state. Without them a
///   model can predict whose loss or metrics are not registered.
/// - Throws: `MyelinError` of kind `.file` if there is no such file, or it is damaged, or its parts contradict each other;
///   of kind `.unknownName` if it names a class that is not registered.
public func loadModel(_ path: String, seed: Int? = nil, compile: Bool = true) throws -> Model {
    do {
        return try KerasFile.isHDF5(path)
            ? LegacyFile.read(path, seed: seed, compile: compile) : KerasFile.read(path, seed: seed, compile: compile)
    } catch let error as MyelinError { throw error.located(at: path) }
}

enum KerasFile {
    /// The version of Keras whose form is written.
    static let version = "3.15.1"
    private static let largestText = 32 << 20
    private static let weightsMember = "model.weights.h5"

    static func isHDF5(_ path: String) throws -> Bool {
        guard FileSystem.exists(path) else { throw MyelinError(.file, "no such file") }
        guard !FileSystem.isDirectory(path) else { throw MyelinError(.file, "is a folder, expected a file") }
        guard let file = FileHandle(forReadingAtPath: path) else { throw FileSystem.failure(path, "cannot open") }
        defer { try? file.close() }
        let start = (try? file.read(upToCount: 8)) ?? Data()
        if HDF5.isSignature(start) { return true }
        guard start.starts(with: Array("PK".utf8)) else {
            throw MyelinError(.file, "expected a .keras file (a zip archive) or an .h5 file, got neither")
        }
        return false
    }

    static func read(_ path: String, seed wantedSeed: Int?, compile: Bool) throws -> Model {
        let archive = try Zip.Reader(path)
        let config = try json(archive, "config.json")
        var random: ConfigValue = [:]
        if archive.members.contains(where: { $0.name == "myelin.json" }) { random = try json(archive, "myelin.json") }
        var seed = wantedSeed
        if seed == nil, case .object(let fields) = random, case .int(let number)? = fields["seed"] { seed = number }
        let stored = archive.members.first { $0.name == weightsMember }?.byteCount ?? 0
        let model = try Model.stored(config, at: "config.json", seed: seed, byteCount: stored)
        if compile, case .object(let fields) = config, let compiled = fields["compile_config"] {
            try model.compile(config: compiled)
        }
        let weights = try weights(archive, elementLimit: model.elementLimit)
        try model.readWeights(weights)
        try LayerAssets.read(archive, into: model)
        try model.readOptimizer(weights)
        if wantedSeed == nil { try model.readRandomState(random) }
        if case .object(let fields) = random, case .object(let annotations)? = fields["annotations"] {
            model.annotations = annotations
        }
        return model
    }

    static func weights(_ archive: Zip.Reader, elementLimit: Int) throws -> HDF5Group {
        let name = weightsMember
        let limit = elementLimit.multipliedReportingOverflow(by: 8)
        let storage = try archive.storage(name, limit: limit.overflow ? Int.max : limit.partialValue + 64 << 20)
        return try HDF5.read(storage, place: name, elementLimit: elementLimit)
    }

    fileprivate static func json(_ archive: Zip.Reader, _ name: String) throws -> ConfigValue {
        let bytes = try archive.read(name, limit: largestText)
        return try ConfigValue(json: Data(bytes), place: name)
    }

    static func write(_ members: [(name: String, content: Storage)], to path: String) throws {
        try Zip.write(members.map { Zip.NewMember($0.name, [($0.content, $0.content.byteCount)]) }, to: path)
    }
}

extension ConfigValue {
    fileprivate var storage: Storage { Storage([UInt8](json())) }
}
