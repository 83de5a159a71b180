import MyelinCore

/// The first of two inputs less the second. Keras: `Subtract`.
///
/// - Input shape: several tensors of shapes that broadcast.
/// - Output shape: the broadcast shape.
public final class Subtract: MergingLayer {
    public override var inputCounts: ClosedRange<Int> { 2...2 }
    public override func merge(_ a: Tensor, _ b: Tensor) -> Tensor { a - b }
}
