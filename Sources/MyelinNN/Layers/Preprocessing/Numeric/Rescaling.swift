import MyelinCore

/// `x * scale + offset`, for data that comes in other units than the network wants. Keras: `Rescaling`.
///
/// Bytes of images stay bytes until here: `Rescaling(1.0 / 255)`. Lists broadcast against the last axes:
/// `Rescaling(scale: [0.1, 0.2, 0.3], offset: -1)` has a scale for each channel.
public final class Rescaling: Layer {
    public let scale: NumberArray
    public let offset: NumberArray

    public init(scale: NumberArray, offset: NumberArray = 0, name: String? = nil) {
        self.scale = scale
        self.offset = offset
        super.init(name: name)
    }

    public convenience init(_ scale: Double, offset: Double = 0, name: String? = nil) {
        self.init(scale: NumberArray(scale), offset: NumberArray(offset), name: name)
    }

    public override func call(_ x: Tensor, _ context: CallContext) throws -> Tensor {
        let y = x.cast(to: computeDType)
        // Plain numbers are folded with the arithmetic around them.
        let scaled = scale.shape.rank == 0 ? y * scale.values[0] : y * scale.tensor(computeDType)
        let result = offset.shape.rank == 0 ? scaled + offset.values[0] : scaled + offset.tensor(computeDType)
        guard result.error != nil || result.shape == x.shape else {
            throw MyelinError(
                .shape,
                "scale \(scale.shape) and offset \(offset.shape) do not broadcast to the input's shape \(x.shape)")
        }
        return result
    }

    public override var config: ConfigObject {
        ["scale": scale.serialized, "offset": offset.serialized]
    }

    convenience init(config: Config) throws {
        guard let scale = try config.numbers("scale") else {
            throw MyelinError(.file, "\(config.owner): expected a scale")
        }
        self.init(scale: scale, offset: try config.numbers("offset") ?? 0, name: try config.string("name"))
    }
}
