import MyelinCore

/// What the croppings have in common.
public class Cropping: BorderLayer {
    override class var setting: String { "cropping" }

    /// What is cut away before and after, for each spatial axis.
    public var cropping: [[Int]] { ends }

    /// - Parameters:
    ///   - cropping: how much is cut away: one number, a number for each axis, or a pair (before, after) for each.
    ///   - dataFormat: where the channels stand; of sequences they are last.
    public init(_ cropping: (any AxisEnds)? = nil, dataFormat: DataFormat = .channelsLast, name: String? = nil) {
        super.init(ends: cropping, dataFormat: Self.hasDataFormat ? dataFormat : .channelsLast, name: name)
    }

    override init(config: Config) throws { try super.init(config: config) }

    public override func call(_ x: Tensor, _ context: CallContext) throws -> Tensor {
        try requireImages(x.shape)
        var y = x
        for (axis, pair) in zip(spatialAxes, ends) {
            guard pair[0] + pair[1] < x.shape[axis] else {
                throw MyelinError(.shape, "cropping by \(pair) leaves nothing of axis \(axis) of an input \(x.shape)")
            }
            y = y.sliced(axis: axis, pair[0]..<x.shape[axis] - pair[1])
        }
        return y
    }
}
