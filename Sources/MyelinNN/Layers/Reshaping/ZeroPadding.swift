import MyelinCore

/// What the zero paddings have in common.
public class ZeroPadding: BorderLayer {
    /// Zeros before and after, for each spatial axis.
    public var padding: [[Int]] { ends }

    /// - Parameters:
    ///   - padding: how many zeros: one number, a number for each axis, or a pair (before, after) for each; by default 1.
    ///   - dataFormat: where the channels stand.
    public init(_ padding: (any AxisEnds)? = nil, dataFormat: DataFormat = .channelsLast, name: String? = nil) {
        super.init(ends: padding, dataFormat: dataFormat, name: name)
    }

    override init(config: Config) throws { try super.init(config: config) }

    public override func call(_ x: Tensor, _ context: CallContext) throws -> Tensor {
        try requireImages(x.shape)
        let low = amounts(at: 0, rank: x.rank), high = amounts(at: 1, rank: x.rank)
        try requirePossible(Shape((0..<x.rank).map { x.shape[$0] + low[$0] + high[$0] }))
        return x.padded(low: low, high: high)
    }
}
