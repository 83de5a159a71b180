import MyelinCore

/// What the layers have in common that do something with another layer. Keras: `Wrapper`.
open class Wrapper: Layer {
    /// The layer inside.
    public let layer: Layer

    public init(_ layer: Layer, name: String? = nil) {
        self.layer = layer
        super.init(name: name)
    }

    public init(config: Config) throws {
        layer = try config.layer("layer")
        super.init(name: try config.string("name"))
    }

    open override var sublayers: [Layer] { [layer] }
    open override var folders: [(path: String, layer: Layer)] { [("layer", layer)] }
    open override var config: ConfigObject { ["layer": layer.serialized] }
    open override func build(_ inputs: [Shape]) throws { try layer.ensureBuilt(inputs) }
}
