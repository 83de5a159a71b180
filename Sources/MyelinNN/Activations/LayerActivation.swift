import MyelinCore

/// A layer in the place of an activation, as Keras allows `PReLU` there: its weights are among those of the layer that it is
/// the activation of.
struct LayerActivation: Activation, @unchecked Sendable {
    static let className = "Layer"
    /// Classes that may stand there: what they compute depends on the input and their weights alone.
    private static let classNames: Set<String> = ["PReLU"]
    let layer: Layer

    /// The activation that a file describes by a layer; nil if it is none.
    init?(_ value: ConfigValue) throws {
        guard case .object(let object) = value, case .string(let className)? = object["class_name"],
            Self.classNames.contains(className), case .object(let config)? = object["config"]
        else { return nil }
        layer = try Registry.layers.make(className, config: config)
        layer.mayLackWeights = true
    }

    var serialized: ConfigValue { layer.serialized }

    func callAsFunction(_ x: Tensor) -> Tensor {
        do {
            return try layer.apply([x], CallContext())[0]
        } catch {
            let reason = error as? MyelinError ?? MyelinError(.argument, "\(error)")
            return .invalid(TensorType(x.shape, x.dtype), reason)
        }
    }
}

extension Optional where Wrapped == any Activation {
    /// The layer that is the activation, if it is one.
    var layers: [Layer] { (self as? LayerActivation).map { [$0.layer] } ?? [] }

    /// The layer by the folder of its weights in files.
    func folders(_ path: String = "activation") -> [(path: String, layer: Layer)] { layers.map { (path, $0) } }
}
