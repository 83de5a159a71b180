import MyelinCore

/// What the upsamplings have in common: each element is repeated along the spatial axes.
public class UpSampling: SpatialLayer {
    public let size: [Int]

    /// - Parameters:
    ///   - size: how often: one number, or a list with one for each spatial axis.
    ///   - dataFormat: where the channels stand; of sequences they are last.
    public init(_ size: any AxisSizes = 2, dataFormat: DataFormat = .channelsLast, name: String? = nil) {
        self.size = size.sizes(rank: Self.spatialRank)
        super.init(dataFormat: Self.hasDataFormat ? dataFormat : .channelsLast, name: name)
    }

    init(config: Config) throws {
        size = try config.axisSizes("size", rank: Self.spatialRank, default: 2)
        super.init(
            dataFormat: Self.hasDataFormat ? try config.dataFormat() : .channelsLast, name: try config.string("name"))
    }

    public override func build(_ input: Shape) throws {
        try requireImages(input)
        try requireCounts("size", size, spatialRank)
    }

    /// The spatial sizes that come out.
    func outputShape(_ x: Shape) throws -> Shape {
        var shape = x
        for (axis, factor) in zip(spatialAxes, size) {
            let (product, overflow) = shape[axis].multipliedReportingOverflow(by: factor)
            shape[axis] = overflow ? .max : product
        }
        try requirePossible(shape)
        return shape
    }

    public override func call(_ x: Tensor, _ context: CallContext) throws -> Tensor {
        try requireImages(x.shape)
        let output = try outputShape(x.shape)
        // A new axis behind each spatial one, along which it is repeated.
        var split: [Int] = [], repeated: [Int] = []
        for (axis, length) in x.shape.sizes.enumerated() {
            split.append(length)
            repeated.append(length)
            if let place = spatialAxes.firstIndex(of: axis), size[place] > 1 {
                split.append(1)
                repeated.append(size[place])
            }
        }
        return x.reshaped(to: Shape(split)).broadcast(to: Shape(repeated)).reshaped(to: output)
    }

    public override var config: ConfigObject {
        super.config.merging(["size": ConfigValue(size)]) { $1 }
    }
}
