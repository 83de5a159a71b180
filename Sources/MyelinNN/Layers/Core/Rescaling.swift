import MyelinCore

/// `x * scale + offset`, for data that comes in other units than the network wants. Keras: `Rescaling`.
///
/// Bytes of images stay bytes until here: `Rescaling(1.0 / 255)`.
public final class Rescaling: Layer {
    public let scale: Double
    public let offset: Double

    public init(_ scale: Double, offset: Double = 0, name: String? = nil) {
        self.scale = scale
        self.offset = offset
        super.init(name: name)
    }

    public override func call(_ x: Tensor, _ context: CallContext) throws -> Tensor {
        let x = x.dtype.isFloatingPoint ? x : x.cast(to: .float32)
        return x * scale + offset
    }

    public override var config: [String: ConfigValue] { ["scale": .double(scale), "offset": .double(offset)] }

    convenience init(config: Config) throws {
        self.init(
            try config.double("scale"), offset: try config.double("offset", default: 0), name: try config.string("name")
        )
    }
}
