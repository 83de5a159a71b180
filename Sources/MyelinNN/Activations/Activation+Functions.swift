import MyelinCore

// Inside of an activation, `tanh(x)` would find the static member `Activation.tanh` before the function of tensors, and
// not compile. These methods let it mean what it says.
extension Activation {
    /// `max(x, 0)`.
    public func relu(_ x: Tensor) -> Tensor { MyelinCore.relu(x) }
    /// `1 / (1 + exp(-x))`.
    public func sigmoid(_ x: Tensor) -> Tensor { MyelinCore.sigmoid(x) }
    /// `exp(x) / sum(exp(x))` along the last axis.
    public func softmax(_ x: Tensor) -> Tensor { MyelinCore.softmax(x) }
    /// `log(1 + exp(x))`.
    public func softplus(_ x: Tensor) -> Tensor { MyelinCore.softplus(x) }
    /// The hyperbolic tangent.
    public func tanh(_ x: Tensor) -> Tensor { MyelinCore.tanh(x) }
}
