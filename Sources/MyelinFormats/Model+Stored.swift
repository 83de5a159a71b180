import MyelinCore
import MyelinNN

extension Model {
    /// The model that a file's configuration describes, its weights not yet read.
    ///
    /// - Parameters:
    ///   - place: where in the file the configuration stands.
    ///   - seed: what the model's random numbers depend on. Files of Keras have none, and without one the same run could
    ///     neither be started again nor go on: nil is 0.
    ///   - byteCount: how many bytes the file has for weights, which the model must not ask for many times over.
    static func stored(_ config: ConfigValue, at place: String, seed: Int?, byteCount: Int) throws -> Model {
        let model = try WeightBudget.$current.withValue(WeightBudget(fileByteCount: byteCount)) {
            try Model.make(config: config, seed: seed ?? 0)
        }
        guard !model.inputs.isEmpty else {
            throw MyelinError(.file, "\(place): the model was saved before it was built; it has no input shape")
        }
        return model
    }
}
