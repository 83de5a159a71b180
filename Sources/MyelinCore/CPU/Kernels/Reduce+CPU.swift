import CVectorKernels

extension Reduce: CPUKernel {
    package func bind(_ instruction: Program.Instruction, in binder: Binder) throws {
        let value = instruction.inputs[0]
        let type = binder.type(value)
        let layout = binder.walkableLayout(of: value)
        let axes = ReducedAxes(shape: type.shape, reduced: axes, layout: layout)
        let source = try binder.buffer(value, layout)
        let target = try binder.define(instruction.outputs[0])
        binder.emit(
            kind.rawValue, detail: "\(type.shape) \(layout) over \(self.axes)", reads: [source], writes: [target],
            flops: type.shape.count
        ) { addresses in
            var reduce = myelin_reduce()
            reduce.input = UnsafeRawPointer(addresses[source])
            reduce.output = addresses[target]
            reduce.reduction = kind.code
            reduce.dtype = Int32(type.dtype.code)
            reduce.kept_rank = Int32(axes.keptShape.count)
            reduce.reduced_rank = Int32(axes.reducedShape.count)
            assign(&reduce.kept_shape, axes.keptShape)
            assign(&reduce.kept_strides, axes.keptStrides)
            assign(&reduce.reduced_shape, axes.reducedShape)
            assign(&reduce.reduced_strides, axes.reducedStrides)
            reduce.scale = 1
            return addresses.call(myelin_reduce_run, reduce)
        }
    }
}

/// The axes of an array as it lies, parted into those that stay, in plain order, and those that are combined.
private struct ReducedAxes {
    var keptShape: [Int] = [], keptStrides: [Int] = [], reducedShape: [Int] = [], reducedStrides: [Int] = []

    init(shape: Shape, reduced: [Int], layout: Layout) {
        // Each logical axis as one or two (the channels of a blocked array) parts, outermost first.
        var parts: [[(size: Int, stride: Int)]]
        if case .blocked(let block) = layout {
            let strides = Shape(layout.physicalAxes(of: shape)).strides
            let inner = strides.count - 1
            parts = [[(shape[0], strides[0])]]
            parts += shape.spatialSizes.enumerated().map { [($1, strides[$0 + 2])] }
            parts.append([(shape.channels / block, strides[1]), (block, strides[inner])])
        } else {
            parts = zip(shape.sizes, shape.strides).map { [($0, $1)] }
        }
        for (axis, part) in parts.enumerated() {
            for (size, stride) in part {
                if reduced.contains(axis) {
                    reducedShape.append(size)
                    reducedStrides.append(stride)
                } else {
                    keptShape.append(size)
                    keptStrides.append(stride)
                }
            }
        }
    }
}

extension ArgumentReduce: CPUKernel {
    package func bind(_ instruction: Program.Instruction, in binder: Binder) throws {
        let type = binder.type(instruction.inputs[0])
        let source = try binder.buffer(instruction.inputs[0])
        let target = try binder.define(instruction.outputs[0])
        binder.emit(
            smallest ? "argmin" : "argmax", detail: "\(type.shape) along \(axis)", reads: [source], writes: [target]
        ) { addresses in
            addresses.call(
                myelin_argument_reduce_run,
                myelin_argument_reduce(
                    input: UnsafeRawPointer(addresses[source]),
                    output: addresses[target].assumingMemoryBound(to: Int32.self),
                    outer: Int64(type.shape.sizes[..<axis].reduce(1, *)), count: Int64(type.shape[axis]),
                    inner: Int64(type.shape.sizes[(axis + 1)...].reduce(1, *)), dtype: Int32(type.dtype.code),
                    smallest: smallest ? 1 : 0))
        }
    }
}
