import MyelinCore
import MyelinNN

// Where Keras 3 puts each variable in `model.weights.h5`: a layer's own at `<path>/vars/<N>`, trainable ones first, and those
// of the layers inside at the paths that `Layer.folders` tells.

enum WeightsTree {
    // MARK: Writing

    /// Adds a layer's weights, and those of all layers inside, to a file's tree.
    static func add(_ layer: Layer, to root: inout HDF5Group) {
        var seen: Set<ObjectIdentifier> = []
        add(layer, at: "", to: &root, &seen)
    }

    private static func add(
        _ layer: Layer, at path: String, to root: inout HDF5Group, _ seen: inout Set<ObjectIdentifier>
    ) {
        // A layer in several places is saved where it is met first.
        guard seen.insert(ObjectIdentifier(layer)).inserted else { return }
        add(layer.storedWeights, named: layer.name, at: path, to: &root)
        if let weights = (layer as? any VocabularyKeeping)?.tokenWeights {
            root["\(path)vars/idf_weights"] = .dataset(HDF5Dataset(weights))
        }
        for (folder, inside) in layer.folders { add(inside, at: path + folder + "/", to: &root, &seen) }
    }

    /// Adds variables as `vars/0`, `vars/1`, …
    static func add(_ variables: [Variable], named name: String, at path: String, to root: inout HDF5Group) {
        guard !variables.isEmpty || path.isEmpty else { return }
        var group = HDF5Group(attributes: ["name": .string(name)])
        for (number, variable) in variables.enumerated() {
            group["\(number)"] = .dataset(HDF5Dataset(variable.value, asInt8: variable.isInt8InFiles))
        }
        root[path + "vars"] = .group(group)
    }

    /// Adds what an optimizer remembers, and the optimizers inside it.
    static func add(_ state: OptimizerState, named name: String, at path: String, to root: inout HDF5Group) {
        add(state.own, named: name, at: path, to: &root)
        for (folder, inside) in state.children {
            let own = folder.split(separator: "/").last.map(String.init) ?? folder
            add(inside, named: own, at: "\(path)\(folder)/", to: &root)
        }
    }

    // MARK: Reading

    /// Gives a layer and all layers inside the weights of a file's tree.
    ///
    /// - Throws: `MyelinError` of kind `.file` that names the path where the file and the layers differ. Then no weight has
    ///   changed.
    static func read(_ root: HDF5Group, into layer: Layer) throws {
        var seen: Set<ObjectIdentifier> = []
        var found: [(Variable, Tensor)] = []
        var taken: Set<String> = []
        try read(root, into: layer, at: "", &seen, &found, &taken)
        let others = root.datasetPaths.filter { !taken.contains($0) && !isIgnored($0) }
        if let other = others.first {
            throw MyelinError(.file, "\(other): the model has no such weight")
        }
        for (variable, value) in found { try variable.assign(value) }
        try readTokenWeights(root, into: layer, at: "")
    }

    /// The optimizer is read apart; older files keep the state of random streams.
    private static func isIgnored(_ path: String) -> Bool {
        path.hasPrefix("optimizer/") || path.hasPrefix("callbacks/") || path.contains("seed_generator")
            || path.hasPrefix("metrics/") || path.hasSuffix("/idf_weights")
            || path.hasPrefix("loss_tracker/")
    }

    private static func read(
        _ root: HDF5Group, into layer: Layer, at path: String, _ seen: inout Set<ObjectIdentifier>,
        _ found: inout [(Variable, Tensor)], _ taken: inout Set<String>
    ) throws {
        guard seen.insert(ObjectIdentifier(layer)).inserted else { return }
        if layer.mayLackWeights, root["\(path)vars/0"] == nil { return }
        found += try values(of: layer.storedWeights, at: path, in: root, owner: layer.name)
        for number in layer.storedWeights.indices { taken.insert("\(path)vars/\(number)") }
        for (folder, inside) in layer.folders {
            try read(root, into: inside, at: path + folder + "/", &seen, &found, &taken)
        }
    }

    /// Weights of tokens, which are no variables to Keras.
    private static func readTokenWeights(_ root: HDF5Group, into layer: Layer, at path: String) throws {
        if let keeper = layer as? any VocabularyKeeping, case .dataset(let dataset)? = root["\(path)vars/idf_weights"] {
            do {
                try keeper.read(tokenWeights: try dataset.tensor())
            } catch let error as MyelinError { throw error.located(at: "\(path)vars/idf_weights") }
        }
        for (folder, inside) in layer.folders { try readTokenWeights(root, into: inside, at: path + folder + "/") }
    }

    /// The values of variables that a file has as `vars/0`, `vars/1`, …
    static func values(
        of variables: [Variable], at path: String, in root: HDF5Group, owner: String
    ) throws -> [(Variable, Tensor)] {
        try variables.enumerated().map { number, variable in
            let place = "\(path)vars/\(number)"
            guard case .dataset(let dataset)? = root[place] else {
                throw MyelinError(.file, "\(place): missing: \(owner)'s \(variable.name) of shape \(variable.shape)")
            }
            guard dataset.shape == variable.shape else {
                throw MyelinError(
                    .file,
                    "\(place): expected shape \(variable.shape) for \(owner)'s \(variable.name), got \(dataset.shape)")
            }
            return (variable, try dataset.tensor().cast(to: variable.dtype))
        }
    }
}
