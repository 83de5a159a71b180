import CVectorKernels

/// An operation that the CPU can execute: binds its kernel to the values of an instruction.
///
/// Each operation's binding stands in `CPU/Kernels` in a file of the operation's name.
package protocol CPUKernel: Operation {
    /// Asks the binder for the inputs' buffers in the layouts that the kernel takes, defines the outputs, emits calls.
    func bind(_ instruction: Program.Instruction, in binder: Binder) throws
}

/// A composite that the CPU has a kernel for.
package protocol CPUCompositeKernel: CPUKernel, CompositeOperation {
    /// Whether the kernel takes these types; where not, the decomposition runs.
    func takes(_ inputs: [TensorType]) -> Bool
}

/// Where the buffers of a planned Program lie, and what its calls' arguments are kept in.
package final class Addresses {
    private let pointers: [UnsafeMutableRawPointer]
    private var blocks: [UnsafeMutableRawPointer] = []
    private var kept: [AnyObject] = []

    init(_ pointers: [UnsafeMutableRawPointer]) { self.pointers = pointers }
    deinit { for block in blocks { block.deallocate() } }

    package subscript(_ buffer: Binder.BufferID) -> UnsafeMutableRawPointer { pointers[buffer] }

    /// Keeps an object alive as long as the calls.
    package func keep(_ object: AnyObject) { kept.append(object) }

    /// Memory that lives as long as the calls.
    package func store<Element>(_ elements: [Element]) -> UnsafeMutablePointer<Element> {
        let count = Swift.max(elements.count, 1)
        let block = UnsafeMutableRawPointer.allocate(
            byteCount: count * MemoryLayout<Element>.stride, alignment: 64)
        blocks.append(block)
        let typed = block.bindMemory(to: Element.self, capacity: count)
        typed.initialize(from: elements, count: elements.count)
        return typed
    }

    /// A call of a C kernel with its argument structure.
    package func call<Arguments>(
        _ kernel: @escaping @convention(c) (UnsafeRawPointer?) -> Void, _ arguments: Arguments
    ) -> myelin_call {
        myelin_call(kernel: kernel, arguments: UnsafeRawPointer(store([arguments])))
    }
}

/// Writes the first elements of a Swift array into a C array member.
func assign<Tuple>(_ tuple: inout Tuple, _ values: [Int]) {
    precondition(values.count <= Int(MYELIN_MAXIMUM_RANK), "rank \(values.count) is over the kernels' maximum")
    withUnsafeMutableBytes(of: &tuple) { bytes in
        let slots = bytes.bindMemory(to: Int64.self)
        for (index, value) in values.enumerated() { slots[index] = Int64(value) }
    }
}

extension Storage {
    /// One number as an element of a type.
    convenience init(_ number: Double, _ dtype: DType) {
        self.init(byteCount: dtype.byteCount)
        switch dtype {
        case .bool: bytes.storeBytes(of: number != 0 ? 1 : 0, as: UInt8.self)
        case .uint8: bytes.storeBytes(of: UInt8(truncatingIfNeeded: Int64(nearest: number)), as: UInt8.self)
        case .int32: bytes.storeBytes(of: Int32(truncatingIfNeeded: Int64(nearest: number)), as: Int32.self)
        case .int64: bytes.storeBytes(of: Int64(nearest: number), as: Int64.self)
        case .float32: bytes.storeBytes(of: Float(number), as: Float.self)
        case .float64: bytes.storeBytes(of: number, as: Double.self)
        }
    }
}

extension Int64 {
    /// A number towards zero; the nearest possible of one that is too large, 0 of one that is none.
    fileprivate init(nearest number: Double) {
        self = number.isNaN ? 0 : Int64(exactly: number.rounded(.towardZero)) ?? (number < 0 ? .min : .max)
    }
}
