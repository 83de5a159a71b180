import MyelinCore

/// The products of two batches of tensors, sample by sample, summed along one axis of each. Keras: `Dot`.
///
/// - Input shape: two tensors (batch, …) of rank 2 or more.
/// - Output shape: (batch, axes of the first without its summed one, axes of the second without its summed one); (batch, 1)
///   for two matrices.
public final class Dot: Layer {
    public let axes: [Int]
    /// Whether vectors are divided by their lengths first: the cosine of their angle. Keras: `normalize`.
    public let normalizes: Bool

    /// - Parameters:
    ///   - axes: the summed axis of each input; negative ones count from the end.
    ///   - normalize: whether both are first divided by their norms along that axis: the cosine similarity.
    public init(axes: [Int], normalize: Bool = false, name: String? = nil) {
        self.axes = axes
        normalizes = normalize
        super.init(name: name)
    }

    /// The same axis of both inputs.
    public convenience init(axes: Int, normalize: Bool = false, name: String? = nil) {
        self.init(axes: [axes, axes], normalize: normalize, name: name)
    }

    public override func call(_ inputs: [Tensor], _ context: CallContext) throws -> [Tensor] {
        guard inputs.count == 2, axes.count == 2 else {
            throw MyelinError(.shape, "expected 2 inputs and 2 axes, got \(inputs.count) and \(axes.count)")
        }
        var sides: [Tensor] = [], rests: [[Int]] = []
        for (input, axis) in zip(inputs, axes) {
            guard input.rank >= 2, let place = input.shape.resolved(axis: axis), place > 0 else {
                throw MyelinError(
                    .shape,
                    "expected inputs of rank 2 or more and an axis behind the batch, got \(input.shape), axis \(axis)")
            }
            var x = input
            if normalizes { x = x * rsqrt(maximum(square(x).sum(axes: [place], keepDimensions: true), 1e-12)) }
            let others = (1..<x.rank).filter { $0 != place }, rest = others.map { x.shape[$0] }
            // The summed axis in the middle: (batch, summed, rest).
            sides.append(
                x.transposed([0, place] + others).reshaped(to: [x.shape[0], x.shape[place], rest.reduce(1, *)]))
            rests.append(rest)
        }
        guard sides[0].shape[1] == sides[1].shape[1] else {
            throw MyelinError(.shape, "cannot sum along sizes \(sides[0].shape[1]) and \(sides[1].shape[1])")
        }
        let product = matmul(sides[0].transposed([0, 2, 1]), sides[1])
        let sizes = rests[0] + rests[1]
        return [product.reshaped(to: Shape([product.shape[0]] + (sizes.isEmpty ? [1] : sizes)))]
    }

    public override var config: ConfigObject { ["axes": ConfigValue(axes), "normalize": .bool(normalizes)] }

    convenience init(config: Config) throws {
        self.init(
            axes: try config.ints("axes", count: 2), normalize: try config.bool("normalize", default: false),
            name: try config.string("name"))
    }
}
