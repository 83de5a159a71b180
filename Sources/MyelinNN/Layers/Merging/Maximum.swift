import MyelinCore

/// The largest of its inputs, element by element. Keras: `Maximum`.
///
/// - Input shape: several tensors of shapes that broadcast.
/// - Output shape: the broadcast shape.
public final class Maximum: MergingLayer {
    public override func merge(_ a: Tensor, _ b: Tensor) -> Tensor { maximum(a, b) }
}
