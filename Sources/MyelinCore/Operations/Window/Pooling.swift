// What the pools have in common.

extension Window {
    /// Whether nothing happens along an axis.
    func isTrivial(_ axis: Int) -> Bool {
        size[axis] == 1 && strides[axis] == 1 && padLow[axis] == 0 && padHigh[axis] == 0
    }

    /// What comes out of pooling images. Of three axes one or two are pooled: see `pooled`.
    func pooledType(_ x: TensorType) throws -> TensorType {
        try requireImages(x, spatialRank: rank)
        let sizes = try outputSizes(x.shape)
        guard rank < 3 || isTrivial(0) || isTrivial(1) && isTrivial(2) else {
            throw MyelinError(.argument, "a window of \(size) needs a pool over the plane and one over the depth")
        }
        return TensorType(Shape([x.shape[0]] + sizes + [x.shape.channels]), x.dtype)
    }
}

/// Records a pool over the spatial axes of (batch, spatial..., channels). Over three it is one over the planes and one over
/// the depth: the maximum of maxima (with the same winner), the mean of means of equally many.
func pooled(
    _ x: Tensor, _ name: String, _ size: [Int], _ strides: [Int]?, _ padding: Padding,
    _ operation: (Window) -> any Operation
) -> Tensor {
    do {
        try requireImages(x.shape, spatialRank: size.count)
        if padding == .causal { throw MyelinError(.argument, "padding: expected valid or same, got causal") }
    } catch let error {
        return .invalid(x.type, x.error ?? (error as? MyelinError)?.located(at: name) ?? MyelinError(.shape, name))
    }
    var x = x
    var whole = Window(size: size, strides: strides ?? size, padding: padding, over: x.shape.spatialSizes)
    if operation(whole) is MaximumPool, x.node.operation is Pad, x.node.inputs[0].node.operation is Relu {
        // Zeros around what is not negative win no window, so they need not be there.
        (x, whole) = whole.takingOverZeros(around: x)
    }
    guard whole.rank == 3, (try? whole.outputSizes(x.shape)) != nil else { return .record(operation(whole), x) }
    var plane = whole, depth = whole
    for axis in 0..<3 {
        if axis == 0 { plane.ignore(axis) } else { depth.ignore(axis) }
    }
    let inPlane = plane.isTrivial(1) && plane.isTrivial(2) ? x : Tensor.record(operation(plane), x)
    return depth.isTrivial(0) && whole != depth ? inPlane : .record(operation(depth), inPlane)
}

extension Window {
    fileprivate mutating func ignore(_ axis: Int) {
        (size[axis], strides[axis], padLow[axis], padHigh[axis]) = (1, 1, 0, 0)
    }
}
