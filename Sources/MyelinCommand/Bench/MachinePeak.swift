import Myelin

/// What this machine can do at best, measured: a large matrix product and a large copy.
struct MachinePeak {
    let gigaflops: Double
    let gigabytesPerSecond: Double

    static func measured() -> MachinePeak? {
        let size = 768
        guard let product = try? Kernels.largeProduct(size: size) else { return nil }
        let operations = 2.0 * Double(size * size * size)
        return MachinePeak(gigaflops: operations / best(product) / 1e9, gigabytesPerSecond: measuredCopy())
    }

    /// Gigabytes read and written in a second by a large copy.
    static func measuredCopy() -> Double {
        let bytes = 64 << 20
        guard let copy = try? Kernels.copy(bytes: bytes) else { return .nan }
        return Double(bytes) / best(copy) / 1e9
    }

    /// The time of the fastest run in seconds, since what else the machine does only ever adds time.
    static func best(_ body: () -> Void) -> Double {
        let clock = ContinuousClock()
        body()
        return (0..<12).map { _ in
            let start = clock.now
            body()
            return (clock.now - start) / .seconds(1)
        }.min()!
    }
}

/// Single kernels to time.
private enum Kernels {
    static func largeProduct(size: Int) throws -> () -> Void {
        let a = Tensor.ones([size, size]), b = Tensor.full([size, size], 0.5)
        var builder = ProgramBuilder(backend: CPUBackend())
        let left = Tensor.placeholder("a", a.type), right = Tensor.placeholder("b", b.type)
        builder.addInput(left)
        builder.addInput(right)
        try builder.addResult(matmul(left, right))
        let executable = try CPUBackend.compile(builder.build())
        for (storage, tensor) in zip(executable.inputs[0], [a, b]) {
            storage.bytes.copyMemory(from: try tensor.storage().bytes, byteCount: storage.byteCount)
        }
        return { try? executable.run() }
    }

    static func copy(bytes: Int) throws -> () -> Void {
        var builder = ProgramBuilder(backend: CPUBackend())
        let x = Tensor.placeholder("x", TensorType([bytes / 8], .float32))
        builder.addInput(x)
        try builder.addResult(relu(x))
        let executable = try CPUBackend.compile(builder.build())
        for storage in executable.inputs[0] {
            storage.bytes.initializeMemory(as: UInt8.self, repeating: 0, count: storage.byteCount)
        }
        return { try? executable.run() }
    }
}
