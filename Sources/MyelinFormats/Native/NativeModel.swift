import Foundation
import MyelinCore
import MyelinData
import MyelinNN

// Myelin's own model file: a `.npz` archive with the architecture as JSON text (an array of bytes named "architecture")
// and the weights, each under its place in the model's list, as "weight_0", "weight_1", …

extension Model {
    /// Writes architecture and weights to a file, beside the old one first and then in its place, so that a failure or a
    /// kill loses nothing.
    public func save(_ path: String) throws {
        let json = try architecture.json()
        var arrays = ["architecture": Tensor([UInt8](json))]
        for (index, variable) in storedVariables.enumerated() { arrays["weight_\(index)"] = variable.value }
        try NumPy.write(arrays, npz: path)
    }
}

/// The model in a file that `save` wrote.
///
/// - Parameter registry: the layer classes that the file may name; with one's own, if the model has any.
/// - Throws: `MyelinError` of kind `.file` if there is no such file, or it is damaged, or its parts contradict each other.
public func loadModel(_ path: String, registry: LayerRegistry = LayerRegistry()) throws -> Model {
    let arrays = try NumPy.read(npz: path)
    guard let text = arrays["architecture"] else {
        throw MyelinError(.file, "\(path): is no Myelin model: it has no 'architecture'")
    }
    let architecture: ConfigValue
    do {
        architecture = try JSONDecoder().decode(ConfigValue.self, from: Data(try text.scalars(UInt8.self)))
    } catch {
        throw MyelinError(.file, "\(path): architecture: not JSON")
    }
    let model: Model
    do {
        model = try Model.make(architecture: architecture, registry: registry)
    } catch let error as MyelinError {
        throw error.located(at: path)
    }
    for (index, variable) in model.storedVariables.enumerated() {
        guard let value = arrays["weight_\(index)"] else { throw MyelinError(.file, "\(path): weight_\(index) is missing") }
        guard value.shape == variable.shape else {
            throw MyelinError(
                .file, "\(path): weight_\(index) (\(variable.name)): expected shape \(variable.shape), got \(value.shape)")
        }
        try variable.assign(value)
    }
    return model
}
