import MyelinCore

/// Its input as it is, with a penalty on it: `l1 * sum(|x|) + l2 * sum(x²)`, divided by the size of the batch. Keras:
/// `ActivityRegularization`.
///
/// - Input and output shape: any.
public final class ActivityRegularization: Layer {
    public let l1: Double
    public let l2: Double

    public init(l1: Double = 0, l2: Double = 0, name: String? = nil) {
        self.l1 = l1
        self.l2 = l2
        super.init(name: name)
    }

    public override var supportsMasking: Bool { true }

    public override func call(_ x: Tensor, _ context: CallContext) throws -> Tensor {
        // Not as `activityRegularizer`, which would be written besides the two numbers.
        let batch = Double(max(x.shape.sizes.first ?? 1, 1))
        context.addLoss(L1L2(l1: l1, l2: l2)(x) / batch)
        return x
    }

    public override var config: ConfigObject { ["l1": .double(l1), "l2": .double(l2)] }

    convenience init(config: Config) throws {
        self.init(
            l1: try config.double("l1", default: 0), l2: try config.double("l2", default: 0),
            name: try config.string("name"))
    }
}
