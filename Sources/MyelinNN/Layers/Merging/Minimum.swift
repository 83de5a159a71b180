import MyelinCore

/// The smallest of its inputs, element by element. Keras: `Minimum`.
///
/// - Input shape: several tensors of shapes that broadcast.
/// - Output shape: the broadcast shape.
public final class Minimum: MergingLayer {
    public override func merge(_ a: Tensor, _ b: Tensor) -> Tensor { minimum(a, b) }
}
