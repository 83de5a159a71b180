import MyelinCore

// Inside of an activation, `tanh(x)` would find the static member `Activation.tanh` before the function of tensors, and
// not compile. These methods let it mean what it says.
extension Activation {
    public func relu(_ x: Tensor) -> Tensor { MyelinCore.relu(x) }
    public func sigmoid(_ x: Tensor) -> Tensor { MyelinCore.sigmoid(x) }
    public func softmax(_ x: Tensor) -> Tensor { MyelinCore.softmax(x) }
    public func softplus(_ x: Tensor) -> Tensor { MyelinCore.softplus(x) }
    public func tanh(_ x: Tensor) -> Tensor { MyelinCore.tanh(x) }
}
