import MyelinCore

/// All axes but the batch as one. Keras: `Flatten`.
public final class Flatten: Layer {
    public override init(name: String? = nil) { super.init(name: name) }

    public override func call(_ x: Tensor, _ context: CallContext) throws -> Tensor {
        guard x.rank >= 1 else { throw MyelinError(.shape, "expected an input with a batch axis, got a scalar") }
        return x.reshaped(to: [x.shape[0], x.shape.sizes.dropFirst().reduce(1, *)])
    }

    convenience init(config: Config) throws { self.init(name: try config.string("name")) }
}
