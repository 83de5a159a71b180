import MyelinCore

/// The products of two batches of tensors, sample by sample, summed along one axis of each. Keras: `Dot`.
///
/// - Input shape: two tensors (batch, …) of rank 2 or 3.
/// - Output shape: (batch, axes of the first without its summed one, axes of the second without its summed one); (batch, 1)
///   for two matrices.
public final class Dot: Layer {
    public let axes: [Int]
    public let normalizes: Bool

    /// - Parameters:
    ///   - axes: the summed axis of each input; negative ones count from the end.
    ///   - normalize: whether both are first divided by their norms along that axis: the cosine similarity.
    public init(axes: [Int], normalize: Bool = false, name: String? = nil) {
        self.axes = axes
        normalizes = normalize
        super.init(name: name)
    }

    public convenience init(axes: Int, normalize: Bool = false, name: String? = nil) {
        self.init(axes: [axes, axes], normalize: normalize, name: name)
    }

    public override func call(_ inputs: [Tensor], _ context: CallContext) throws -> [Tensor] {
        guard inputs.count == 2, axes.count == 2 else {
            throw MyelinError(.shape, "expected 2 inputs and 2 axes, got \(inputs.count) and \(axes.count)")
        }
        var sides: [Tensor] = []
        for (input, axis) in zip(inputs, axes) {
            guard (2...3).contains(input.rank), let place = input.shape.resolved(axis: axis), place > 0 else {
                throw MyelinError(
                    .shape,
                    "expected inputs of rank 2 or 3 and an axis behind the batch, got \(input.shape), axis \(axis)")
            }
            var x = input
            if normalizes { x = x * rsqrt(maximum(square(x).sum(axes: [place], keepDimensions: true), 1e-12)) }
            if x.rank == 2 { x = x.expanded(at: 2) }
            // The summed axis in the middle: (batch, summed, rest).
            sides.append(place == 2 && input.rank == 3 ? x.transposed([0, 2, 1]) : x)
        }
        guard sides[0].shape[1] == sides[1].shape[1] else {
            throw MyelinError(.shape, "cannot sum along sizes \(sides[0].shape[1]) and \(sides[1].shape[1])")
        }
        let product = matmul(sides[0].transposed([0, 2, 1]), sides[1])
        switch (inputs[0].rank, inputs[1].rank) {
        case (2, 2): return [product.reshaped(to: [product.shape[0], 1])]
        case (2, 3): return [product.squeezed(axes: [1])]
        case (3, 2): return [product.squeezed(axes: [2])]
        default: return [product]
        }
    }

    public override var config: ConfigObject { ["axes": ConfigValue(axes), "normalize": .bool(normalizes)] }

    convenience init(config: Config) throws {
        self.init(
            axes: try config.ints("axes", count: 2), normalize: try config.bool("normalize", default: false),
            name: try config.string("name"))
    }
}
