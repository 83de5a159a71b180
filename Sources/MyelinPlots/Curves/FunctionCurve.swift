import MyelinCore

/// A function of one number and its derivative, at many places.
package struct FunctionCurve {
    package let x: [Double]
    package let values: [Double]
    package let derivatives: [Double]

    /// - Parameters:
    ///   - function: of a column of numbers in Float64; works on each by itself.
    ///   - count: places; even, so that 0 in the middle, where functions have kinks, is none.
    package init(over range: ClosedRange<Double>, count: Int = 600, _ function: (Tensor) throws -> Tensor) throws {
        x = (0..<count).map { range.place($0, of: count) }
        let (value, slope) = try valueAndGradientOfEach(Tensor(x, shape: [count, 1]), function)
        values = try value.scalars(Double.self)
        derivatives = try slope.scalars(Double.self)
    }
}

/// The values of a function and its slopes, each number by itself.
private func valueAndGradientOfEach(
    _ x: Tensor, _ function: (Tensor) throws -> Tensor
) throws -> (Tensor, Tensor) {
    let value = try function(x)
    // The sum's gradient is each one's own slope, because none depends on another.
    return (value, try gradient(of: value.sum(), withRespectTo: x))
}
