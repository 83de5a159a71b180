import MyelinCore

/// Layers one after the other, as one layer. Keras: `Pipeline`, for preprocessing.
public final class Pipeline: Layer {
    public let layers: [Layer]

    public init(_ layers: [Layer], name: String? = nil) {
        self.layers = layers
        super.init(name: name)
    }

    public override var sublayers: [Layer] { layers }

    /// Keras numbers layers of one class.
    public override var folders: [(path: String, layer: Layer)] {
        var counts: [String: Int] = [:]
        return layers.map { layer in
            let base = snakeCase(layer.className), number = counts[base, default: 0]
            counts[base] = number + 1
            return ("layers/\(base)\(number == 0 ? "" : "_\(number)")", layer)
        }
    }

    public override func call(_ inputs: [Tensor], _ context: CallContext) throws -> [Tensor] {
        try layers.reduce(inputs) { try $1.apply($0, context) }
    }

    public override var config: ConfigObject { ["layers": .array(layers.map(\.serialized))] }

    override var omittedSettings: Set<String> { ["trainable", "dtype"] }

    convenience init(config: Config) throws {
        guard case .array(let layers)? = config.values["layers"] else {
            throw MyelinError(.file, "\(config.owner): expected a list of layers")
        }
        self.init(
            try layers.map { try Config(["layer": $0], owner: config.owner, depth: config.depth).layer("layer") },
            name: try config.string("name"))
    }
}
