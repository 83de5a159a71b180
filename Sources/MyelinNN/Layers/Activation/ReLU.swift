import MyelinCore

/// `max(x, 0)`. Keras: `ReLU`, also with its slope below zero, its ceiling and its threshold.
public final class ReLU: Layer {
    public let maximum: Double?
    public let negativeSlope: Double
    public let threshold: Double

    /// - Parameters:
    ///   - maxValue: the largest output; unlimited by default.
    ///   - negativeSlope: slope below the threshold.
    ///   - threshold: below it the output is `negativeSlope * (x - threshold)`.
    public init(maxValue: Double? = nil, negativeSlope: Double = 0, threshold: Double = 0, name: String? = nil) {
        maximum = maxValue
        self.negativeSlope = negativeSlope
        self.threshold = threshold
        super.init(name: name)
    }

    public override var supportsMasking: Bool { true }

    public override func build(_ input: Shape) throws {
        guard maximum ?? 0 >= 0, negativeSlope >= 0, threshold >= 0 else {
            throw MyelinError(.argument, "expected maxValue, negativeSlope and threshold of at least 0")
        }
    }

    public override func call(_ x: Tensor, _ context: CallContext) throws -> Tensor {
        ReLUActivation(negativeSlope: negativeSlope, maxValue: maximum, threshold: threshold)(x)
    }

    public override var config: ConfigObject {
        ["max_value": ConfigValue(maximum), "negative_slope": .double(negativeSlope), "threshold": .double(threshold)]
    }

    convenience init(config: Config) throws {
        self.init(
            maxValue: try config.optionalDouble("max_value"),
            negativeSlope: try config.double("negative_slope", default: 0),
            threshold: try config.double("threshold", default: 0), name: try config.string("name"))
    }
}
