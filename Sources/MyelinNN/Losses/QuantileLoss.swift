import MyelinCore

/// The mean of `max(q * error, (q - 1) * error)` with error = target - prediction, also called pinball loss: its
/// minimum is the quantile q of the targets (Koenker, Bassett 1978). Keras has none.
public struct QuantileLoss: Loss {
    public static let className = "QuantileLoss"
    public static let aliases = ["quantile", "pinball"]
    public let quantile: Double
    public let reduction: LossReduction

    /// - Parameter quantile: between 0 and 1; one half gives half of the mean absolute error.
    public init(quantile: Double = 0.5, reduction: LossReduction = .sumOverBatchSize) {
        self.quantile = quantile
        self.reduction = reduction
    }

    public init(config: Config) throws {
        self.init(quantile: try config.double("quantile", default: 0.5), reduction: try config.reduction())
    }

    public var config: ConfigObject { config(["quantile": .double(quantile)]) }

    public func check(target: TensorType, prediction: TensorType) throws {
        guard quantile >= 0, quantile <= 1 else {
            throw MyelinError(.argument, "\(Self.className): expected a quantile from 0 to 1, got \(quantile)")
        }
        guard fits(target.shape, prediction.shape) else {
            throw MyelinError(.shape, misfit(target.shape, prediction.shape))
        }
    }

    public func values(target: Tensor, prediction: Tensor) -> Tensor {
        let error = target.cast(to: prediction.dtype) - prediction
        return maximum(error * quantile, error * (quantile - 1)).mean(axes: [-1])
    }
}

extension Loss where Self == QuantileLoss {
    /// The pinball loss, whose minimum is a quantile of the targets.
    public static func quantile(_ quantile: Double) -> Self { Self(quantile: quantile) }
}
