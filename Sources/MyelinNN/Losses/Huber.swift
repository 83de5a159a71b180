import MyelinCore

/// The mean of `error² / 2` where |error| ≤ delta, else `delta * |error| - delta² / 2`. Keras: `Huber`.
public struct Huber: Loss {
    public static let className = "Huber"
    public static let defaultName = "huber_loss"
    public let delta: Double
    public let reduction: LossReduction

    public init(delta: Double = 1, reduction: LossReduction = .sumOverBatchSize) {
        self.delta = delta
        self.reduction = reduction
    }

    public init(config: Config) throws {
        self.init(delta: try config.double("delta", default: 1), reduction: try config.reduction())
    }

    // Keras takes delta, but does not write it.
    public var config: ConfigObject { config(delta == 1 ? [:] : ["delta": .double(delta)]) }

    public func values(target: Tensor, prediction: Tensor) -> Tensor {
        let error = prediction - target.cast(to: prediction.dtype)
        let size = abs(error)
        let limit = Tensor(delta, prediction.dtype)
        return select(size.lessEqual(limit), square(error) * 0.5, size * delta - delta * delta / 2).mean(axes: [-1])
    }
}

extension Loss where Self == Huber {
    /// Quadratic for small errors, linear for large ones.
    public static var huber: Self { Self() }
    /// Quadratic for errors up to `delta`, linear for larger ones.
    public static func huber(delta: Double) -> Self { Self(delta: delta) }
}
