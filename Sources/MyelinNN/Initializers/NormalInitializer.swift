import MyelinCore

/// What `RandomNormal` and `TruncatedNormal` have in common.
public protocol NormalInitializer: RandomInitializer {
    var mean: Double { get }
    var standardDeviation: Double { get }
    init(mean: Double, standardDeviation: Double, seed: Int?)
}

extension NormalInitializer {
    public init(config: Config) throws {
        self.init(
            mean: try config.double("mean", default: 0), standardDeviation: try config.double("stddev", default: 0.05),
            seed: config.seed())
    }

    public var config: ConfigObject {
        ["mean": .double(mean), "stddev": .double(standardDeviation), "seed": ConfigValue(seed)]
    }
}
