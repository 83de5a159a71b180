import MyelinCore

/// The sum of its inputs. Keras: `Add`.
///
/// - Input shape: several tensors of shapes that broadcast.
/// - Output shape: the broadcast shape.
public final class Add: MergingLayer {
    public override func merge(_ a: Tensor, _ b: Tensor) -> Tensor { a + b }
}
