import COneDNN
import CVectorKernels

extension MatMul: CPUKernel {
    /// From this many multiplications on, oneDNN's product is faster than ours (measured).
    private static let large = 1 << 24

    package func bind(_ instruction: Program.Instruction, in binder: Binder) throws {
        let a = binder.type(instruction.inputs[0]), b = binder.type(instruction.inputs[1])
        let output = binder.type(instruction.outputs[0])
        let rank = a.shape.rank
        let (m, k) = rowsAndColumns(a.shape, aTransposed)
        let n = rowsAndColumns(b.shape, bTransposed).1
        if try bindBFloat16(instruction, m, n, k, in: binder) { return }
        let left = try binder.buffer(instruction.inputs[0]), right = try binder.buffer(instruction.inputs[1])
        let bias = epilogue.hasBias ? try binder.buffer(instruction.inputs[2]) : nil
        let target = try binder.define(instruction.outputs[0])
        let bytes = a.dtype == .uint8
        let batch = a.shape.sizes.dropLast(2).reduce(1, *)
        let isLarge = b.dtype == .float32 && !bytes && epilogue == Epilogue() && m * n * k >= Self.large
        var gemm = myelin_gemm()
        gemm.batch = Int64(batch)
        (gemm.m, gemm.n, gemm.k) = (Int64(m), Int64(n), Int64(k))
        gemm.a_row = Int64(a.shape[rank - 1])
        gemm.b_row = Int64(b.shape[rank - 1])
        gemm.c_row = Int64(n)
        gemm.a_batch = Int64(m * k)
        gemm.b_batch = Int64(k * n)
        gemm.c_batch = Int64(m * n)
        gemm.a_transposed = aTransposed ? 1 : 0
        gemm.b_transposed = bTransposed ? 1 : 0
        gemm.dtype = Int32(b.dtype.code)
        gemm.activation = epilogue.activation
        gemm.activation_immediate = epilogue.immediate
        let detail =
            "\(batch > 1 ? "\(batch)×" : "")\(m)×\(k)\(aTransposed ? "ᵀ" : "") · \(k)×\(n)\(bTransposed ? "ᵀ" : "")"
            + (epilogue.hasBias ? " + bias" : "") + (epilogue.activation != 0 ? " activation" : "")
        binder.emit(
            bytes ? "matmul_bytes" : isLarge ? "matmul_onednn" : "matmul", detail: detail,
            reads: [left, right] + (bias.map { [$0] } ?? []), writes: [target],
            flops: floatingPointOperations(inputs: [a, b], outputs: [output])
        ) { [gemm] addresses in
            if isLarge {
                return addresses.call(
                    myelin_large_gemm_run,
                    myelin_large_gemm(
                        a: addresses[left].assumingMemoryBound(to: Float.self),
                        b: addresses[right].assumingMemoryBound(to: Float.self),
                        c: addresses[target].assumingMemoryBound(to: Float.self), batch: gemm.batch, m: gemm.m,
                        n: gemm.n, k: gemm.k, a_row: gemm.a_row, b_row: gemm.b_row, c_row: gemm.c_row,
                        a_batch: gemm.a_batch, b_batch: gemm.b_batch, c_batch: gemm.c_batch,
                        a_transposed: gemm.a_transposed, b_transposed: gemm.b_transposed))
            }
            var gemm = gemm
            gemm.a = UnsafeRawPointer(addresses[left])
            gemm.b = UnsafeRawPointer(addresses[right])
            gemm.c = addresses[target]
            gemm.bias = bias.map { UnsafeRawPointer(addresses[$0]) }
            return addresses.call(bytes ? myelin_gemm_bytes_run : myelin_gemm_run, gemm)
        }
    }
}
