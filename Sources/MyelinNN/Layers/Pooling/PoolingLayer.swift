import MyelinCore

/// What the poolings have in common: a window that moves over the spatial axes.
public class PoolingLayer: SpatialLayer {
    public let poolSize: [Int]
    public let strides: [Int]
    public let padding: Padding

    /// - Parameters:
    ///   - poolSize: size of the window: one number, or a list with one for each spatial axis; likewise the strides.
    ///   - strides: how far it moves; by default by its own size.
    ///   - padding: `.valid`, or `.same` for a border that takes no part.
    ///   - dataFormat: where the channels stand.
    public init(
        _ poolSize: any AxisSizes = 2, strides: (any AxisSizes)? = nil, padding: Padding = .valid,
        dataFormat: DataFormat = .channelsLast, name: String? = nil
    ) {
        self.poolSize = poolSize.sizes(rank: Self.spatialRank)
        self.strides = strides?.sizes(rank: Self.spatialRank) ?? self.poolSize
        self.padding = padding
        super.init(dataFormat: dataFormat, name: name)
    }

    convenience init(config: Config) throws {
        let rank = Self.spatialRank
        self.init(
            try config.axisSizes("pool_size", rank: rank, default: 2),
            strides: config.has("strides") ? try config.axisSizes("strides", rank: rank) : nil,
            padding: try config.padding(), dataFormat: try config.dataFormat(), name: try config.string("name"))
    }

    override func buildChannelsLast(_ input: Shape) throws {
        for (name, values) in [("poolSize", poolSize), ("strides", strides)] {
            try requireCounts(name, values, spatialRank)
        }
    }

    public override var config: ConfigObject {
        super.config.merging([
            "pool_size": ConfigValue(poolSize), "strides": ConfigValue(strides), "padding": .string(padding.rawValue),
        ]) { $1 }
    }
}

/// What the poolings by the largest element have in common.
public class MaximumPooling: PoolingLayer {
    override func callChannelsLast(_ x: Tensor, _ context: CallContext) throws -> Tensor {
        let floats = x.dtype.isFloatingPoint ? x : x.cast(to: .float64)
        return maximumPool(floats, size: poolSize, strides: strides, padding: padding).cast(to: x.dtype)
    }
}

/// What the poolings by the mean have in common. Padding takes no part in it.
public class MeanPooling: PoolingLayer {
    override func callChannelsLast(_ x: Tensor, _ context: CallContext) throws -> Tensor {
        averagePool(x, size: poolSize, strides: strides, padding: padding)
    }
}
