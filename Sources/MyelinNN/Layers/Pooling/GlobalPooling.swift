import MyelinCore

/// What the global poolings have in common: one number for each channel.
public class GlobalPooling: SpatialLayer {
    public let keepsDimensions: Bool

    /// - Parameters:
    ///   - dataFormat: where the channels stand.
    ///   - keepDimensions: whether the spatial axes stay, with size 1.
    public init(dataFormat: DataFormat = .channelsLast, keepDimensions: Bool = false, name: String? = nil) {
        keepsDimensions = keepDimensions
        super.init(dataFormat: dataFormat, name: name)
    }

    convenience init(config: Config) throws {
        self.init(
            dataFormat: try config.dataFormat(), keepDimensions: try config.bool("keepdims", default: false),
            name: try config.string("name"))
    }

    /// The numbers of the channels, computed along the spatial axes.
    func pooled(_ x: Tensor, _ context: CallContext) throws -> Tensor { x }

    public override func call(_ x: Tensor, _ context: CallContext) throws -> Tensor {
        try requireImages(x.shape)
        return try pooled(x, context)
    }

    public override var config: ConfigObject {
        super.config.merging(["keepdims": .bool(keepsDimensions)]) { $1 }
    }
}

/// What the global poolings by the largest element have in common.
public class GlobalMaximumPooling: GlobalPooling {
    override func pooled(_ x: Tensor, _ context: CallContext) throws -> Tensor {
        x.max(axes: spatialAxes, keepDimensions: keepsDimensions)
    }
}

/// What the global poolings by the mean have in common.
public class GlobalMeanPooling: GlobalPooling {
    override func pooled(_ x: Tensor, _ context: CallContext) throws -> Tensor {
        x.mean(axes: spatialAxes, keepDimensions: keepsDimensions)
    }
}
