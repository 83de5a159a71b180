import MyelinCore

/// What the adaptive poolings have in common: the windows are such that a given number of outputs comes out.
///
/// Along an axis of n inputs and m outputs, window i holds the inputs from floor(i · n / m) to below ceil((i + 1) · n / m).
public class AdaptivePooling: SpatialLayer {
    public let outputSize: [Int]

    /// - Parameters:
    ///   - outputSize: the spatial sizes that come out: one number, or a list with one for each axis.
    ///   - dataFormat: where the channels stand.
    public init(_ outputSize: any AxisSizes, dataFormat: DataFormat = .channelsLast, name: String? = nil) {
        self.outputSize = outputSize.sizes(rank: Self.spatialRank)
        super.init(dataFormat: dataFormat, name: name)
    }

    convenience init(config: Config) throws {
        self.init(
            try config.axisSizes("output_size", rank: Self.spatialRank), dataFormat: try config.dataFormat(),
            name: try config.string("name"))
    }

    override func buildChannelsLast(_ input: Shape) throws {
        try requireCounts("outputSize", outputSize, spatialRank)
        // The windows are listed one by one.
        for size in outputSize where size > 1 << 24 {
            throw MyelinError(.argument, "outputSize: \(size) windows are more than can be made")
        }
    }

    /// A pool with windows of one size.
    func pool(_ x: Tensor, size: [Int], strides: [Int]) -> Tensor { x }

    override func callChannelsLast(_ x: Tensor, _ context: CallContext) throws -> Tensor {
        // A window is the product of one along each axis, and both the mean and the maximum can be taken axis by axis.
        outputSize.enumerated().reduce(x) { pooled($0, spatialAxis: $1.offset, to: $1.element) }
    }

    private func pooled(_ x: Tensor, spatialAxis: Int, to count: Int) -> Tensor {
        let axis = spatialAxis + 1, size = x.shape[axis]
        guard size > 0, size != count else { return x }
        func pool(_ length: Int, stride: Int = 1) -> Tensor {
            var window = [Int](repeating: 1, count: spatialRank), strides = window
            window[spatialAxis] = length
            strides[spatialAxis] = stride
            return self.pool(x, size: window, strides: strides)
        }
        if size % count == 0 { return pool(size / count, stride: size / count) }
        // Windows differ in length by one at most: of each length all are pooled, and those that are wanted picked.
        let starts = (0..<count).map { $0 * size / count }
        let lengths = (0..<count).map { (($0 + 1) * size + count - 1) / count - starts[$0] }
        var pieces: [Tensor] = [], offsets: [Int: Int] = [:], offset = 0
        for length in Set(lengths).sorted() {
            offsets[length] = offset
            offset += size - length + 1
            pieces.append(pool(length))
        }
        let places = zip(starts, lengths).map { Int32($0 + offsets[$1]!) }
        return Tensor.concatenated(pieces, axis: axis).gathered(Tensor(places), axis: axis)
    }

    public override var config: ConfigObject {
        super.config.merging(["output_size": ConfigValue(outputSize)]) { $1 }
    }
}

/// What the adaptive poolings by the largest element have in common.
public class AdaptiveMaximumPooling: AdaptivePooling {
    override func pool(_ x: Tensor, size: [Int], strides: [Int]) -> Tensor {
        maximumPool(x, size: size, strides: strides)
    }
}

/// What the adaptive poolings by the mean have in common.
public class AdaptiveMeanPooling: AdaptivePooling {
    override func pool(_ x: Tensor, size: [Int], strides: [Int]) -> Tensor {
        averagePool(x, size: size, strides: strides)
    }
}
