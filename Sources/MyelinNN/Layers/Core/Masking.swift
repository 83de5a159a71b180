import MyelinCore

/// Leaves steps out in which every number is `maskValue`: later layers that work step by step skip them, and they are set
/// to zero. Keras: `Masking`.
///
/// - Input and output shape: (batch, time, …, features).
public final class Masking: Layer {
    public let maskValue: Double

    /// - Parameter maskValue: what fills the steps that do not count.
    public init(maskValue: Double = 0, name: String? = nil) {
        self.maskValue = maskValue
        super.init(name: name)
    }

    public override var supportsMasking: Bool { true }

    public override func call(_ x: Tensor, _ context: CallContext) throws -> Tensor {
        guard x.rank >= 2 else {
            throw MyelinError(.shape, "expected an input of rank 2 or more (batch, …, features), got \(x.shape)")
        }
        let counts = x.notEqual(Tensor(maskValue, x.dtype)).any(axes: [-1])
        let zeros = Tensor.zeros(x.shape, dtype: x.dtype)
        let output = select(counts.expanded(at: counts.rank).broadcast(to: x.shape), x, zeros)
        context.setMask(counts, of: output)
        return output
    }

    public override var config: ConfigObject { ["mask_value": .double(maskValue)] }

    convenience init(config: Config) throws {
        var value = 0.0
        if case .object(let array)? = config.values["mask_value"], case .object(let content)? = array["config"] {
            // Keras writes a NumPy number so.
            value = try Config(content, owner: config.owner).double("value")
        } else {
            value = try config.double("mask_value", default: 0)
        }
        self.init(maskValue: value, name: try config.string("name"))
    }
}
