import COneDNN
import CVectorKernels

/// Owns a product of oneDNN's.
private final class PreparedProduct {
    let pointer: OpaquePointer

    init(_ problem: myelin_matmul_problem) throws {
        var problem = problem
        pointer = try oneDNN { myelin_matmul_create(&problem, $0) }
    }
    deinit { myelin_matmul_release(pointer) }

    var scratchByteCount: Int { Int(myelin_matmul_scratch_bytes(pointer)) }
    var pieces: Int { Int(myelin_matmul_pieces(pointer)) }
    var implementation: String { String(cString: myelin_matmul_implementation(pointer)) }
}

extension MatMul {
    /// From this many multiplications on, a product in BFloat16 is worth narrowing its operands.
    private static let leastForBFloat16 = 1 << 18

    /// Binds a product in BFloat16; false if it is none, or oneDNN has no kernel for it.
    func bindBFloat16(
        _ instruction: Program.Instruction, _ m: Int, _ n: Int, _ k: Int, in binder: Binder
    ) throws -> Bool {
        let a = binder.type(instruction.inputs[0]), b = binder.type(instruction.inputs[1])
        let batch = a.shape.sizes.dropLast(2).reduce(1, *)
        let isRelu = epilogue.activation == Int32(MYELIN_OP_RELU.rawValue)
        guard usesBFloat16Units, a.dtype == .float32, b.dtype == .float32,
            batch * m * n * k >= Self.leastForBFloat16, epilogue.activation == 0 || isRelu,
            batch == 1 || !epilogue.hasBias,
            let prepared = try? PreparedProduct(
                myelin_matmul_problem(
                    batch: Int64(batch), m: Int64(m), n: Int64(n), k: Int64(k), a_transposed: aTransposed ? 1 : 0,
                    b_transposed: bTransposed ? 1 : 0, has_bias: epilogue.hasBias ? 1 : 0, relu: isRelu ? 1 : 0,
                    pieces: Int64(myelin_thread_count())))
        else { return false }
        let left = try binder.buffer(instruction.inputs[0], .bfloat16(.plain))
        let right = try binder.buffer(instruction.inputs[1], .bfloat16(.plain))
        let bias = epilogue.hasBias ? try binder.buffer(instruction.inputs[2]) : nil
        let target = try binder.define(instruction.outputs[0])
        let scratch = prepared.scratchByteCount > 0 ? binder.scratch(byteCount: prepared.scratchByteCount) : nil
        binder.emit(
            "matmul_bfloat16", detail: "\(batch)×\(m)×\(k) · \(k)×\(n) \(prepared.implementation)",
            reads: [left, right] + (bias.map { [$0] } ?? []), writes: [target] + (scratch.map { [$0] } ?? []),
            flops: floatingPointOperations(inputs: [a, b], outputs: [binder.type(instruction.outputs[0])]),
            usesLibgomp: prepared.pieces == 1
        ) { addresses in
            addresses.keep(prepared)
            return addresses.call(
                myelin_matmul_run,
                myelin_matmul_arguments(
                    matmul: prepared.pointer, a: addresses[left], b: addresses[right],
                    bias: bias.map { addresses[$0] }, c: addresses[target], scratch: scratch.map { addresses[$0] }))
        }
        return true
    }
}
