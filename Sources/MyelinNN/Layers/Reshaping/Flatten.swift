import MyelinCore

/// All axes but the batch as one. Keras: `Flatten`.
///
/// - Input shape: (batch, …).
/// - Output shape: (batch, product of the other sizes).
public final class Flatten: Layer {
    public let dataFormat: DataFormat

    /// - Parameter dataFormat: where the channels stand; with the channels first they are moved to the end before, so that
    ///   either format gives the same order.
    public init(dataFormat: DataFormat = .channelsLast, name: String? = nil) {
        self.dataFormat = dataFormat
        super.init(name: name)
    }

    convenience init(config: Config) throws {
        self.init(dataFormat: try config.dataFormat(), name: try config.string("name"))
    }

    public override func call(_ x: Tensor, _ context: CallContext) throws -> Tensor {
        guard x.rank >= 1 else { throw MyelinError(.shape, "expected an input with a batch axis, got a scalar") }
        let ordered = x.rank > 2 ? dataFormat.channelsLast(x) : x
        return ordered.reshaped(to: [x.shape[0], x.shape.sizes.dropFirst().reduce(1, *)])
    }

    public override var config: ConfigObject { ["data_format": .string(dataFormat.rawValue)] }
}
