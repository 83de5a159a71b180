import MyelinCore

/// What a weight is put back into after each step of training.
public protocol Constraint: Configurable {
    /// The nearest allowed value.
    func callAsFunction(_ weight: Tensor) -> Tensor
}

extension Constraint {
    public static var module: String { "keras.constraints" }

    /// The Euclidean norms along axes.
    func norms(_ weight: Tensor, axes: [Int]) -> Tensor { sqrt(square(weight).sum(axes: axes, keepDimensions: true)) }
}
