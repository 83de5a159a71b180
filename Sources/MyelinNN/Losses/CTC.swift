import MyelinCore

/// Connectionist temporal classification (Graves et al. 2006): minus the logarithm of the probability that the steps of
/// a sequence spell the target, where a step may also say "blank" and repeat the step before. Keras: `CTC`.
///
/// Predictions are logits (batch, steps, classes), class 0 the blank; targets class numbers (batch, length), filled up
/// with zeros at the end.
public struct CTC: Loss {
    public static let className = "CTC"
    public let reduction: LossReduction

    public init(reduction: LossReduction = .sumOverBatchSize) { self.reduction = reduction }
    public init(config: Config) throws { reduction = try config.reduction() }

    public var config: ConfigObject { config() }

    public func check(target: TensorType, prediction: TensorType) throws {
        guard prediction.shape.rank == 3 else {
            throw MyelinError(
                .shape,
                "\(Self.className): expected logits of rank 3 (batch, steps, classes), got shape \(prediction.shape)")
        }
        guard target.shape.rank == 2, target.shape[0] == prediction.shape[0] else {
            throw MyelinError(
                .shape,
                "\(Self.className): expected class numbers of rank 2 (batch, length), got targets of shape \(target.shape)"
            )
        }
    }

    public func classCount(prediction: TensorType) -> Int? { prediction.shape.sizes.last }

    // The forward algorithm in logarithms. A target of L labels is spelled by 2L + 1 symbols: its labels with a blank
    // before, between and behind them. `scores[s]` is the logarithm of the probability that the steps so far spell the
    // symbols up to s; the next step stays at a symbol, goes to the next, or skips a blank between different labels.
    public func values(target: Tensor, prediction: Tensor) -> Tensor {
        let impossible = -1e5  // as in Keras with JAX
        let batch = prediction.shape[0], steps = prediction.shape[1], classes = prediction.shape[2]
        let labels = target.cast(to: .int32), length = labels.shape[1], count = 2 * length + 1
        // 0, l1, 0, l2, …, 0
        let symbols = labels.expanded(at: 2).padded(low: [0, 0, 1], high: [0, 0, 0]).reshaped(to: [batch, 2 * length])
            .padded(low: [0, 0], high: [0, 1])
        let chances = matmul(
            MyelinCore.logSoftmax(prediction),
            symbols.oneHot(classes, dtype: prediction.dtype).matrixTransposed())
        let isNew = symbols.notEqual(shifted(symbols, by: 2, filling: 0)).and(symbols.notEqual(0))
        let skip = select(isNew, Tensor(0, prediction.dtype), Tensor(impossible, prediction.dtype))
        // The first step is at the first or second symbol: as if from a place before them.
        var scores = Tensor.full([batch, count], impossible, dtype: prediction.dtype)
        for step in 0..<steps {
            if step == 0 {
                let begins = Tensor((0..<count).map { $0 < 2 ? 0 : Float(impossible) }).cast(to: prediction.dtype)
                scores = begins + chances[.all, 0]
                continue
            }
            let moved = logAddExp(scores, shifted(scores, by: 1, filling: impossible))
            let skipped = shifted(scores, by: 2, filling: impossible) + skip
            scores = logAddExp(moved, skipped) + chances[.all, step]
        }
        // It ends at the last label or the blank behind it.
        let places = Tensor((0..<count).map { Int32($0) })
        let ends = labels.notEqual(0).sum(axes: [1], keepDimensions: true) * 2
        let isEnd = places.equal(ends).or(places.equal(ends - 1))
        let final = select(isEnd, scores, Tensor(-1e30, scores.dtype))
        let largest = final.max(axes: [1], keepDimensions: true)
        return -(log(exp(final - largest).sum(axes: [1])) + largest.squeezed(axes: [1]))
    }

    /// Each row moved to the right by some places.
    private func shifted(_ x: Tensor, by places: Int, filling value: Double) -> Tensor {
        let padded = x.padded(low: [0, places], high: [0, 0], value: value)
        return padded.sliced(axis: 1, 0..<x.shape[1])
    }

    private func logAddExp(_ a: Tensor, _ b: Tensor) -> Tensor { maximum(a, b) + softplus(-abs(a - b)) }
}

extension Loss where Self == CTC {
    /// Connectionist temporal classification.
    public static var ctc: Self { Self() }
}
