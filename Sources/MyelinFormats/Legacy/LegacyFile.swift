import Foundation
import MyelinCore
import MyelinData
import MyelinNN

/// Whole models in one HDF5 file, as Keras 2 wrote them and Keras 3 still can: the configuration as text in attributes,
/// weights in one group for each layer.
enum LegacyFile {
    static func read(_ path: String, seed: Int?, compile: Bool) throws -> Model {
        let root = try HDF5.read(path)
        guard let text = root.attributes["model_config"]?.string else {
            throw MyelinError(
                .file,
                "has no 'model_config': is it a file of weights alone? Those go into a model: loadWeights, or 'myelin predict MODEL --weights'"
            )
        }
        let config = try ConfigValue(json: Data(text.utf8), place: "model_config")
        let model = try Model.stored(config, at: "model_config", seed: seed, byteCount: FileSystem.size(path) ?? 0)
        try readWeights(try root.group("model_weights"), into: model, at: "model_weights/")
        if compile, let text = root.attributes["training_config"]?.string {
            try compileModel(model, try ConfigValue(json: Data(text.utf8), place: "training_config"))
            try readOptimizer(root, into: model)
        }
        return model
    }

    private static func compileModel(_ model: Model, _ config: ConfigValue) throws {
        guard case .object(var settings) = config else { return }
        if settings["optimizer"] == nil { settings["optimizer"] = settings["optimizer_config"] }
        try model.compile(config: .object(settings))
    }

    /// Gives the optimizer its state, so that training goes on. As in Keras a state that does not fit starts anew: Keras 2
    /// had other optimizers.
    private static func readOptimizer(_ root: HDF5Group, into model: Model) throws {
        guard let optimizer = model.optimizer, case .group(let group)? = root["optimizer_weights"],
            let paths = group.legacyNames("weight_names")
        else { return }
        model.assignPaths()
        let variables = try optimizer.state(for: model.trainableWeights)
        let stored: [HDF5Dataset]
        do { stored = try paths.map { try group.dataset($0) } } catch let error as MyelinError {
            throw error.located(at: "optimizer_weights")
        }
        guard stored.map(\.shape) == variables.map(\.shape) else {
            if stored.count > Model.mostUntrained {
                warn(
                    "optimizer_weights: \(stored.count) variables that do not fit \(optimizer.className); its state starts anew"
                )
            }
            return
        }
        for (variable, dataset) in zip(variables, stored) {
            try variable.assign(try dataset.tensor().cast(to: variable.dtype))
        }
    }

    /// Gives the model's layers the weights of a file, in the file's order of layers that have any.
    static func readWeights(_ group: HDF5Group, into model: Model, at path: String = "") throws {
        guard let names = group.legacyNames("layer_names") else {
            throw MyelinError(.file, "\(path): has no 'layer_names'")
        }
        var stored: [(name: String, paths: [String])] = []
        for name in names {
            guard case .group(let entry)? = group[name], let paths = entry.legacyNames("weight_names") else {
                throw MyelinError(.file, "\(path)\(name): has no 'weight_names'")
            }
            if !paths.isEmpty { stored.append((name, paths)) }
        }
        let layers = model.layers.filter { !$0.weights.isEmpty }
        guard stored.count == layers.count else {
            throw MyelinError(
                .file, "\(path): has weights of \(stored.count) layers, the model has \(layers.count) with weights")
        }
        // By name where all names are known, else by place.
        let byName = Dictionary(stored.map { ($0.name, $0.paths) }, uniquingKeysWith: { first, _ in first })
        let named = layers.allSatisfy { byName[$0.name] != nil }
        var values: [(Variable, Tensor)] = []
        for (place, layer) in layers.enumerated() {
            let name = named ? layer.name : stored[place].name
            let paths = named ? byName[layer.name]! : stored[place].paths
            let weights = layer.weights
            guard paths.count == weights.count else {
                throw MyelinError(.file, "\(path)\(name): has \(paths.count) weights, the layer has \(weights.count)")
            }
            for (variable, inside) in zip(weights, paths) {
                guard case .dataset(let dataset)? = group["\(name)/\(inside)"] else {
                    throw MyelinError(.file, "\(path)\(name)/\(inside): missing")
                }
                guard dataset.shape == variable.shape else {
                    throw MyelinError(
                        .file, "\(path)\(name)/\(inside): expected shape \(variable.shape), got \(dataset.shape)")
                }
                values.append((variable, try dataset.tensor().cast(to: variable.dtype)))
            }
        }
        for (variable, value) in values { try variable.assign(value) }
    }
}

extension HDF5Group {
    /// A list of names among the attributes. One that is too long for an attribute is in several, `name0`, `name1`, ….
    fileprivate func legacyNames(_ name: String) -> [String]? {
        if let whole = attributes[name]?.strings { return whole }
        var names: [String]?, part = 0
        while let some = attributes["\(name)\(part)"]?.strings {
            names = (names ?? []) + some
            part += 1
        }
        return names
    }
}
