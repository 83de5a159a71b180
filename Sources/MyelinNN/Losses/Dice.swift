import MyelinCore

/// `1 - 2 * sum(target * prediction) / (sum(target) + sum(prediction))`, the sums over the axes (Sudre et al. 2017).
/// Keras: `Dice`.
public struct Dice: Loss {
    public static let className = "Dice"
    public let axes: [Int]?
    public let reduction: LossReduction

    /// - Parameter axes: over which the sums run; all by default, so that the loss is one number a batch. Keras:
    ///   `axis`.
    public init(axes: [Int]? = nil, reduction: LossReduction = .sumOverBatchSize) {
        self.axes = axes
        self.reduction = reduction
    }

    public init(config: Config) throws {
        self.init(axes: try config.axes("axis"), reduction: try config.reduction())
    }

    public var config: ConfigObject { config(["axis": ConfigValue(axes: axes)]) }

    public func values(target: Tensor, prediction: Tensor) -> Tensor {
        let targets = target.cast(to: prediction.dtype)
        let both = (targets * prediction).sum(axes: axes) * 2
        return 1 - both / (targets.sum(axes: axes) + prediction.sum(axes: axes) + 1e-7)
    }
}

extension Loss where Self == Dice {
    /// One minus the Dice coefficient.
    public static var dice: Self { Self() }
    /// One minus the Dice coefficient over some axes.
    public static func dice(axes: [Int]) -> Self { Self(axes: axes) }
}
