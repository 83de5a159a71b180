import Foundation
import MyelinCore
import MyelinData
import MyelinNN

/// The forms of model files, and the way from one to another.
public enum ModelFiles {
    enum Form {
        case keras, legacy, weights, safetensors, architecture

        init(_ path: String) throws {
            let name = path.lowercased()
            switch true {
            case name.hasSuffix(".keras"): self = .keras
            case name.hasSuffix(".weights.h5"): self = .weights
            case name.hasSuffix(".h5"), name.hasSuffix(".hdf5"): self = .legacy
            case name.hasSuffix(".safetensors"): self = .safetensors
            case name.hasSuffix(".json"): self = .architecture
            default:
                throw MyelinError(
                    .argument, "\(path): expected a name that ends in .keras, .h5, .weights.h5, .safetensors or .json")
            }
        }
    }

    /// Writes what one file has into another, in the form that its ending tells.
    ///
    /// - Throws: for forms that lack what the other needs: weights alone are no model.
    public static func convert(_ input: String, to output: String) throws {
        let target = try Form(output)
        switch try Form(input) {
        case .keras, .legacy: try write(try loadModel(input), to: output, target)
        case .architecture: try write(try architecture(input), to: output, target)
        case .weights: try write(weights: try HDF5.read(input), to: output, target)
        case .safetensors: try write(weights: try tree(of: Safetensors.read(input)), to: output, target)
        }
    }

    private static func write(_ model: Model, to path: String, _ form: Form) throws {
        switch form {
        case .keras: try model.save(path)
        case .weights: try model.saveWeights(path)
        case .safetensors: try write(weights: model.weightsAlone(), to: path, .safetensors)
        case .architecture:
            let text = model.serialized.json()
            try text.withUnsafeBytes { try AtomicFile.write([$0], to: path) }
        case .legacy:
            throw MyelinError(.argument, "\(path): the legacy .h5 form is read only; write .keras or .weights.h5")
        }
    }

    private static func write(weights root: HDF5Group, to path: String, _ form: Form) throws {
        switch form {
        case .weights: try HDF5.write(root, to: path)
        case .safetensors:
            let paths = root.datasetPaths
            try Safetensors.write(try paths.map { ($0, try root.dataset($0).tensor()) }, to: path)
        default:
            throw MyelinError(
                .argument,
                "\(path): a file of weights alone has no architecture; convert it to .weights.h5 or .safetensors")
        }
    }

    private static func tree(of tensors: [(name: String, tensor: Tensor)]) throws -> HDF5Group {
        var root = HDF5Group()
        for (name, tensor) in tensors { root[name] = .dataset(HDF5Dataset(tensor)) }
        return root
    }

    /// The model that a `.json` file describes (Keras: `model.to_json`), with new weights.
    ///
    /// - Throws: `MyelinError` that names the file and the place in it: it cannot be read, is no JSON, or describes no
    ///   model.
    public static func architecture(_ path: String) throws -> Model {
        guard let data = FileManager.default.contents(atPath: path) else {
            throw MyelinError(.file, "\(path): cannot read")
        }
        do { return try architecture(json: data, place: path) } catch let error as MyelinError {
            throw error.located(at: path)
        }
    }

    /// The model that the text of an architecture describes.
    package static func architecture(json: some Sequence<UInt8>, place: String) throws -> Model {
        try Model.make(config: try JSONReader.read(json, place: place))
    }
}
