import COneDNN
import CVectorKernels

/// Turns a Program into a list of kernel calls over buffers: asks each operation for its kernel, keeps track of the layout
/// in which each value lies, and inserts a change of layout only where a kernel needs another.
package final class Binder {
    /// Memory of one value in one layout.
    package struct Buffer {
        package enum Place {
            case arena
            case variable(Variable)
            case data(Storage)
            case input(Int)
        }
        package var place: Place
        package var byteCount: Int
    }
    package typealias BufferID = Int

    /// A kernel call before memory is planned.
    package struct Call {
        package var instruction: Int
        package var kernel: String
        package var detail: String
        package var reads: [BufferID]
        package var writes: [BufferID]
        package var floatingPointOperations: Int
        /// Whether it shares its work out to the threads of libgomp.
        package var usesLibgomp: Bool
        /// Pairs of a written and a read buffer that may be the same memory.
        package var inPlace: [(write: BufferID, read: BufferID)] = []
        package var make: (Addresses) throws -> myelin_call
    }

    package let program: Program
    package private(set) var buffers: [Buffer] = []
    package private(set) var calls: [Call] = []
    private var placements: [Program.Value: [(layout: Layout, buffer: BufferID)]] = [:]
    private var instruction = 0
    private let useCounts: [Int]
    private let lasting: [Bool]
    private var postponed: [Program.Value: Postponed] = [:]

    /// A value that is computed when somebody asks for its memory. Its only reader may take the computation over instead,
    /// and never have the value in memory.
    package struct Postponed {
        package let instruction: Program.Instruction
        package let layout: Layout
        let bind: (Binder) throws -> Void
    }

    package init(_ program: Program) throws {
        self.program = program
        useCounts = program.useCounts
        lasting = program.lastingValues
        for (index, instruction) in program.instructions.enumerated() {
            guard let kernel = instruction.operation as? any CPUKernel else {
                preconditionFailure("\(instruction.operation.name): no kernel and no decomposition")
            }
            self.instruction = index
            try kernel.bind(instruction, in: self)
        }
    }

    package func type(_ value: Program.Value) -> TensorType { program.types[value] }

    /// Whether anybody reads a value: of several results some may be wanted by nobody.
    package func isRead(_ value: Program.Value) -> Bool { useCounts[value] > 0 }

    /// Whether a value is the same in each run until somebody sets a variable: what is made of it is made once.
    package func isLasting(_ value: Program.Value) -> Bool { lasting[value] }

    // MARK: Values in memory

    /// The layout in which a value lies now (the first, if it lies in several).
    package func layout(of value: Program.Value) -> Layout {
        placements[value]?.first?.layout ?? postponed[value]?.layout ?? .plain
    }

    /// Puts an instruction off whose result will lie in `layout`, if one other instruction reads it; returns whether it did.
    package func postpone(
        _ instruction: Program.Instruction, _ layout: Layout, _ bind: @escaping (Binder) throws -> Void
    ) -> Bool {
        let value = instruction.outputs[0]
        guard useCounts[value] == 1 else { return false }
        postponed[value] = Postponed(instruction: instruction, layout: layout, bind: bind)
        return true
    }

    /// The instruction that was put off for a value, if its operation is of a type; who takes it must do its work.
    package func takePostponed<Op: Operation>(
        _ value: Program.Value, as type: Op.Type, if condition: (Postponed, Op) -> Bool = { _, _ in true }
    ) -> (instruction: Program.Instruction, operation: Op)? {
        guard let found = postponed[value], let operation = found.instruction.operation as? Op,
            condition(found, operation)
        else { return nil }
        postponed[value] = nil
        return (found.instruction, operation)
    }

    /// As `layout(of:)` where our own kernels can walk it; plain where only oneDNN can.
    package func walkableLayout(of value: Program.Value) -> Layout {
        if case .opaque = layout(of: value) { return .plain }
        return layout(of: value)
    }

    /// The buffer of a value in a layout; a reorder is inserted if it lies in another alone.
    package func buffer(_ value: Program.Value, _ layout: Layout = .plain) throws -> BufferID {
        if let waiting = postponed.removeValue(forKey: value) { try waiting.bind(self) }
        if placements[value] == nil, let source = program.sources[value] { place(value, from: source) }
        let places = placements[value]!
        if let known = places.first(where: { $0.layout == layout }) { return known.buffer }
        let source = places.first { $0.layout == .plain } ?? places[0]
        let target = newBuffer(byteCount: try byteCount(value, layout))
        placements[value]!.append((layout, target))
        try reorder(value, source.buffer, source.layout, to: target, layout)
        return target
    }

    /// A new buffer for a value that the instruction writes.
    package func define(_ value: Program.Value, _ layout: Layout = .plain) throws -> BufferID {
        let buffer = newBuffer(byteCount: try byteCount(value, layout))
        placements[value] = [(layout, buffer)]
        return buffer
    }

    /// Makes a value another name for a buffer.
    package func alias(_ value: Program.Value, _ layout: Layout = .plain, to buffer: BufferID) {
        placements[value] = [(layout, buffer)]
    }

    /// Memory that lives during one call only.
    package func scratch(byteCount: Int) -> BufferID { newBuffer(byteCount: byteCount) }

    package func emit(
        _ kernel: String, detail: String = "", reads: [BufferID], writes: [BufferID], flops: Int = 0,
        usesLibgomp: Bool = false,
        inPlace: [(write: BufferID, read: BufferID)] = [], make: @escaping (Addresses) throws -> myelin_call
    ) {
        calls.append(
            Call(
                instruction: instruction, kernel: kernel, detail: detail, reads: reads, writes: writes,
                floatingPointOperations: flops, usesLibgomp: usesLibgomp, inPlace: inPlace, make: make))
    }

    /// Makes a buffer stand for a variable's own memory: what is written to it is the update.
    func redirect(_ buffer: BufferID, to variable: Variable) { buffers[buffer].place = .variable(variable) }

    /// Gives a buffer memory of its own, which keeps its contents from run to run.
    func keep(_ buffer: BufferID) { buffers[buffer].place = .data(Storage(byteCount: buffers[buffer].byteCount)) }

    private func newBuffer(byteCount: Int) -> BufferID { newBuffer(Buffer(place: .arena, byteCount: byteCount)) }

    fileprivate func newBuffer(_ buffer: Buffer) -> BufferID {
        buffers.append(buffer)
        return buffers.count - 1
    }

    private func place(_ value: Program.Value, from source: Program.Source) {
        let type = type(value)
        let place: Buffer.Place =
            switch source {
            case .input(let index): .input(index)
            case .variable(let variable): .variable(variable)
            case .data(let storage): .data(storage)
            case .constant(let number): .data(Storage(number, type.dtype))
            }
        placements[value] = [(.plain, newBuffer(Buffer(place: place, byteCount: type.byteCount)))]
    }

    private func byteCount(_ value: Program.Value, _ layout: Layout) throws -> Int {
        switch layout {
        case .plain, .blocked: return type(value).byteCount
        case .opaque(let handle): return handle.byteCount
        case .winograd: return Winograd.kernelByteCount(type(value).shape)
        case .bfloat16: return 2 * type(value).shape.count
        }
    }

    // MARK: Changes of layout

    private func reorder(
        _ value: Program.Value, _ source: BufferID, _ from: Layout, to target: BufferID, _ layout: Layout
    ) throws {
        let detail = "\(type(value).shape) \(from) → \(layout)"
        if layout == .winograd {
            return emitWinogradKernel(type(value).shape, detail, from: try buffer(value), to: target)
        }
        if case .bfloat16(let order) = layout {
            return emitNarrowing(type(value).shape, detail, from: try buffer(value, order), to: target)
        }
        if case .opaque = from {
        } else if case .opaque = layout {
        } else {
            let (shape, strides) = walk(value, from: from, to: layout)
            copy(
                "reorder", type(value).dtype, shape, from: source, strides.from, to: target, strides.to, detail: detail)
            return
        }
        // A tensor may be both images and a kernel.
        let isImages = [from, layout].contains { if case .blocked = $0 { true } else { false } }
        let reorder = try Reorder(
            from: try handle(value, from, isImages: isImages), to: try handle(value, layout, isImages: isImages))
        let scratch = reorder.scratchByteCount > 0 ? self.scratch(byteCount: reorder.scratchByteCount) : nil
        emit(
            "reorder", detail: detail, reads: [source], writes: [target] + (scratch.map { [$0] } ?? [])
        ) { addresses in
            addresses.keep(reorder)
            return addresses.call(
                myelin_reorder_run,
                myelin_reorder_arguments(
                    reorder: reorder.pointer, source: addresses[source], destination: addresses[target],
                    scratch: scratch.map { addresses[$0] }))
        }
    }

    /// The axes along which images are copied, and what a step along each means in two layouts. Both deal the channels into
    /// blocks, of which the larger ones are cut to the size of the smaller.
    private func walk(
        _ value: Program.Value, from: Layout, to layout: Layout
    ) -> (shape: [Int], strides: (from: [Int], to: [Int])) {
        let shape = type(value).shape, image = Shape(shape.spatialSizes)
        let blocks = (from: from.block(of: shape), to: layout.block(of: shape))
        let large = Swift.max(blocks.from, blocks.to), small = Swift.min(blocks.from, blocks.to)
        func strides(_ block: Int) -> [Int] {
            [image.count * shape.channels, image.count * large, block == large ? small : image.count * small]
                + image.strides.map { $0 * block } + [1]
        }
        let sizes = [shape[0], shape.channels / large, large / small] + shape.spatialSizes + [small]
        return (sizes, (from: strides(blocks.from), to: strides(blocks.to)))
    }

    /// A value's layout as oneDNN describes it: of images, or of a convolution's kernel.
    private func handle(_ value: Program.Value, _ layout: Layout, isImages: Bool) throws -> LayoutHandle {
        if case .opaque(let handle) = layout { return handle }
        let shape = type(value).shape
        if !isImages, let groups = kernelGroups[value] {
            return try .kernel(shape, groups: groups)
        }
        if case .blocked(let block) = layout { return try .images(shape, block: block) }
        return try .images(shape, block: 0)
    }

    /// Values that are kernels of convolutions, with the number of groups.
    package var kernelGroups: [Program.Value: Int] = [:]
}

extension LayoutHandle {
    /// Of images (batch, spatial..., channels). One spatial axis is to oneDNN the width of images of height 1.
    static func images(_ shape: Shape, block: Int) throws -> LayoutHandle {
        let spatial = (shape.rank == 3 ? [1] : []) + shape.spatialSizes.map { Int64($0) }
        return LayoutHandle(
            try oneDNN {
                myelin_layout_activations(
                    Int32(spatial.count), Int64(shape[0]), spatial, Int64(shape.channels), Int32(block), $0)
            })
    }

    /// Of Keras' kernel (spatial..., channels / groups, filters).
    static func kernel(_ shape: Shape, groups: Int) throws -> LayoutHandle {
        let spatial = (shape.rank == 3 ? [1] : []) + shape.sizes.dropLast(2).map { Int64($0) }
        return LayoutHandle(
            try oneDNN {
                myelin_layout_kernel(
                    Int32(spatial.count), spatial, Int64(shape[shape.rank - 2] * groups), Int64(shape.channels),
                    Int64(groups), $0)
            })
    }
}

/// Owns a change of layout of oneDNN's.
final class Reorder {
    let pointer: OpaquePointer

    init(from source: LayoutHandle, to destination: LayoutHandle) throws {
        pointer = try oneDNN { myelin_reorder_create(source.pointer, destination.pointer, $0) }
    }
    deinit { myelin_reorder_release(pointer) }

    var scratchByteCount: Int { Int(myelin_reorder_scratch_bytes(pointer)) }
}

/// Calls a function of the shim that may fail with a message.
func oneDNN(_ body: (UnsafeMutablePointer<CChar>) -> OpaquePointer?) throws -> OpaquePointer {
    var message = [CChar](repeating: 0, count: Int(MYELIN_ONEDNN_MESSAGE))
    if let pointer = body(&message) { return pointer }
    let text = String(decoding: message.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    throw MyelinError(.argument, "oneDNN: \(text)")
}

extension Binder {
    /// A buffer that is a variable's memory.
    func variableBuffer(_ variable: Variable) -> BufferID {
        newBuffer(Buffer(place: .variable(variable), byteCount: variable.type.byteCount))
    }
}
