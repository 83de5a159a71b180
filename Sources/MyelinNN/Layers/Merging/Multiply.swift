import MyelinCore

/// The product of its inputs, element by element. Keras: `Multiply`.
///
/// - Input shape: several tensors of shapes that broadcast.
/// - Output shape: the broadcast shape.
public final class Multiply: MergingLayer {
    public override func merge(_ a: Tensor, _ b: Tensor) -> Tensor { a * b }
}
