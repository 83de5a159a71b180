import Foundation
import MyelinCore

extension OperationTable {
    /// Cross-entropies, a number for each sample, and other measures of how far two tensors differ.
    static let losses: [Entry] = [
        loss("BinaryCrossentropy") { binaryCrossentropies($0.floating, $1.floating, fromLogits: $2) },
        loss("CategoricalCrossentropy") { targets, output, fromLogits, axis in
            let output = output.floating
            guard targets.shape == output.shape, let axis = output.shape.resolved(axis: axis) else {
                throw MyelinError(.shape, "expected targets of shape \(output.shape), got \(targets.shape)")
            }
            return -(targets.floating * output.logProbabilities(fromLogits: fromLogits, axis: axis)).sum(axes: [axis])
        },
        loss("SparseCategoricalCrossentropy") { targets, output, fromLogits in
            let logits = fromLogits ? output.floating : log(output.floating.clippedProbability)
            let classes = targets.rank == output.rank ? targets.squeezed(axes: [-1]) : targets
            guard classes.shape.sizes == output.shape.sizes.dropLast() else {
                throw MyelinError(.shape, "expected a class for each row of \(output.shape), got \(targets.shape)")
            }
            let logarithms = logSoftmax(logits)
            return -select(output.isClass(classes), logarithms, logarithms * 0).sum(axes: [-1])
        },
        Entry("PSNR", ["x1", "x2"]) { arguments in
            let (a, b) = try arguments.operands()
            let most = try arguments.settings("max_val").double("max_val")
            let error = square(a.floating - b.floating).mean()
            return (log(Tensor(most, error.dtype)) * 20 - log(error) * 10) / Foundation.log(10.0)
        },
        two("CDist") { $0.distances(to: $1) },
        Entry("InTopK", ["targets", "predictions"]) { arguments in
            let (targets, x) = try arguments.operands()
            let own = select(x.isClass(targets), x, x * 0).sum(axes: [-1], keepDimensions: true)
            let above = x.greater(own).cast(to: .int32).sum(axes: [-1])
            return above.less(Tensor(Double(try arguments.settings("k").int("k")), .int32))
        },
    ]

    private static func loss(
        _ name: String, _ body: @escaping @Sendable (Tensor, Tensor, Bool, Int) throws -> Tensor
    ) -> Entry {
        Entry(name, ["target", "output"]) { arguments in
            try body(
                arguments.tensor(0), arguments.tensor(1), arguments.flag("from_logits"), arguments.axis(default: -1))
        }
    }

    private static func loss(
        _ name: String, _ body: @escaping @Sendable (Tensor, Tensor, Bool) throws -> Tensor
    ) -> Entry { loss(name) { targets, output, fromLogits, _ in try body(targets, output, fromLogits) } }
}

extension Tensor {
    /// The distances between all rows of two matrices.
    fileprivate func distances(to other: Tensor) -> Tensor {
        sqrt(square(floating.expanded(at: rank - 1) - other.floating.expanded(at: other.rank - 2)).sum(axes: [-1]))
    }
}
