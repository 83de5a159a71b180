/// What is subtracted and divided by in a row, and what comes after.
package struct RowNormalization: Hashable, Sendable {
    /// How many of the last axes make a row.
    package var axes: Int
    /// Whether the row's mean is subtracted; without, the divisor is the root mean square.
    package var centered: Bool
    package var epsilon: Double
    /// Whether the result is multiplied by a second input, and whether a third (or second) is added: vectors of a row's
    /// shape.
    package var scaled: Bool
    package var shifted: Bool

    func check(_ inputs: [TensorType], parameters: ArraySlice<TensorType>) throws {
        let x = inputs[0]
        guard x.dtype.isFloatingPoint, axes >= 1, axes <= x.shape.rank else {
            throw MyelinError(.dtype, "expected floats of rank \(axes) or more, got \(x)")
        }
        let row = TensorType(Shape(Array(x.shape.sizes.suffix(axes))), x.dtype)
        for parameter in parameters {
            guard parameter == row else { throw MyelinError(.shape, "expected a parameter \(row), got \(parameter)") }
        }
    }

    /// The normalized rows and the factor that they were multiplied by.
    func normalized(_ x: Tensor) -> (rows: Tensor, factor: Tensor) {
        let last = Array(x.rank - axes..<x.rank)
        let centers = centered ? x - x.mean(axes: last, keepDimensions: true) : x
        let factor = rsqrt(square(centers).mean(axes: last, keepDimensions: true) + epsilon)
        return (centers * factor, factor)
    }
}

/// `(x - mean) / sqrt(variance + epsilon) * gamma + beta` row by row.
package struct LayerNormalizationOperation: CompositeOperation {
    package static let name = "layer_normalization"
    package let rows: RowNormalization

    package func outputTypes(_ inputs: [TensorType]) throws -> [TensorType] {
        try rows.check(inputs, parameters: inputs.dropFirst())
        return [inputs[0]]
    }

    package func decomposed(_ inputs: [Tensor]) -> [Tensor] {
        var result = rows.normalized(inputs[0]).rows
        if rows.scaled { result = result * inputs[1] }
        if rows.shifted { result = result + inputs[inputs.count - 1] }
        return [result]
    }

    package func gradients(_ step: GradientStep) -> [Tensor?] {
        let inputs = [step.cotangent, step.inputs[0]] + (rows.scaled ? [step.inputs[1]] : [])
        return Node.record(LayerNormalizationGradient(rows: rows), inputs)
    }

    package func floatingPointOperations(inputs: [TensorType], outputs: [TensorType]) -> Int {
        8 * outputs[0].shape.count
    }
}

/// The gradients of x, gamma and beta from the result's gradient, x and gamma. The rows' means are computed again: they
/// are in cache anyway.
package struct LayerNormalizationGradient: CompositeOperation {
    package static let name = "layer_normalization_gradient"
    package let rows: RowNormalization

    package func outputTypes(_ inputs: [TensorType]) throws -> [TensorType] {
        try rows.check([inputs[1]], parameters: inputs.dropFirst(2))
        let row = TensorType(Shape(Array(inputs[1].shape.sizes.suffix(rows.axes))), inputs[1].dtype)
        return [inputs[1]] + [TensorType](repeating: row, count: (rows.scaled ? 1 : 0) + (rows.shifted ? 1 : 0))
    }

    package func decomposed(_ inputs: [Tensor]) -> [Tensor] {
        let g = inputs[0], x = inputs[1]
        let last = Array(x.rank - rows.axes..<x.rank), leading = Array(0..<x.rank - rows.axes)
        let (normalized, factor) = rows.normalized(x)
        let inner = rows.scaled ? g * inputs[2] : g
        var gradient = inner - normalized * (inner * normalized).mean(axes: last, keepDimensions: true)
        if rows.centered { gradient = gradient - inner.mean(axes: last, keepDimensions: true) }
        return [gradient * factor] + (rows.scaled ? [(g * normalized).sum(axes: leading)] : [])
            + (rows.shifted ? [g.sum(axes: leading)] : [])
    }

    package func floatingPointOperations(inputs: [TensorType], outputs: [TensorType]) -> Int {
        16 * outputs[0].shape.count
    }
}

/// `(x - mean) / sqrt(variance + epsilon) * gamma + beta` over the last axes, as many as `gamma` and `beta` have.
///
/// - Parameters:
///   - axes: how many of the last axes are normalized together.
///   - gamma: multiplies the result; of the shape of those axes.
///   - beta: is added to the result; of the shape of those axes.
///   - centered: without, the mean is not subtracted, and the divisor is the root mean square.
public func layerNormalized(
    _ x: Tensor, axes: Int = 1, gamma: Tensor? = nil, beta: Tensor? = nil, epsilon: Double = 1e-3,
    centered: Bool = true
) -> Tensor {
    let rows = RowNormalization(
        axes: axes, centered: centered, epsilon: epsilon, scaled: gamma != nil, shifted: beta != nil)
    return Node.record(LayerNormalizationOperation(rows: rows), [x] + [gamma, beta].compactMap { $0 })[0]
}
