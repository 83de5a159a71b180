import MyelinCore

/// `(1 - p^q) / q` for class numbers as targets and the probability p predicted for the target: between cross-entropy
/// (q near 0) and the mean absolute error (q near 1), so that wrong labels do less harm (Zhang, Sabuncu 2018). Keras:
/// `CategoricalGeneralizedCrossEntropy`.
///
/// Targets may have the shape (batch, 1), too, of which Keras makes something else.
public struct CategoricalGeneralizedCrossEntropy: Loss {
    public static let className = "CategoricalGeneralizedCrossEntropy"
    public let q: Double
    public let reduction: LossReduction

    /// - Parameter q: between 0 and 1, both excluded.
    public init(q: Double = 0.5, reduction: LossReduction = .sumOverBatchSize) {
        self.q = q
        self.reduction = reduction
    }

    public init(config: Config) throws {
        self.init(q: try config.double("q", default: 0.5), reduction: try config.reduction())
    }

    public var config: ConfigObject { config(["q": .double(q)]) }

    public func check(target: TensorType, prediction: TensorType) throws {
        guard q > 0, q < 1 else {
            throw MyelinError(.argument, "\(Self.className): expected q between 0 and 1, got \(q)")
        }
        try checkClassNumbers(target.shape, prediction.shape)
    }

    public func classCount(prediction: TensorType) -> Int? { prediction.shape.sizes.last }

    public func values(target: Tensor, prediction: Tensor) -> Tensor {
        let p = select(prediction.isClass(target), prediction, 0).sum(axes: [-1])
        return (1 - power(p, Tensor(q, p.dtype))) * (1 / q)
    }
}

extension Loss where Self == CategoricalGeneralizedCrossEntropy {
    /// `(1 - p^0.5) / 0.5` for the probability p of the target's class.
    public static var categoricalGeneralizedCrossEntropy: Self { Self() }
    /// `(1 - p^q) / q` for the probability p of the target's class.
    public static func categoricalGeneralizedCrossEntropy(q: Double) -> Self { Self(q: q) }
}
