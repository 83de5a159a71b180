import MyelinCore

/// The mean of its inputs, element by element. Keras: `Average`.
///
/// - Input shape: several tensors of shapes that broadcast.
/// - Output shape: the broadcast shape.
public final class Average: MergingLayer {
    public override func merge(_ a: Tensor, _ b: Tensor) -> Tensor { a + b }
    public override func finish(_ merged: Tensor, count: Int) -> Tensor {
        merged.floating / Double(count)
    }
}
