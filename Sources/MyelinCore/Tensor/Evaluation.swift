import Synchronization

/// The one way down for tensors that somebody reads: lay the pending graph out as a Program, compile it, run it.
enum Evaluation {
    /// Computes the values of tensors; their nodes keep them.
    static func evaluate(_ tensors: [Tensor]) throws {
        for tensor in tensors { if let error = tensor.error { throw error } }
        for tensor in tensors { shareReshaped(tensor) }
        let pending = tensors.filter { $0.node.storages[$0.output] == nil }
        if pending.isEmpty { return }
        // Variables are read where they lie; everything else that the graph begins with comes as data.
        var builder = ProgramBuilder(backend: CPUBackend())
        for tensor in pending { try builder.addResult(tensor) }
        let executable = try CPUBackend.compile(builder.build())
        try executable.run()
        for (index, tensor) in pending.enumerated() where tensor.node.storages[tensor.output] == nil {
            let storage = Storage(byteCount: tensor.type.byteCount)
            storage.bytes.copyMemory(from: executable.resultBytes(index), byteCount: storage.byteCount)
            tensor.node.storages[tensor.output] = storage
        }
    }

    /// A reshaped tensor has the memory of what it came from, if that is known.
    private static func shareReshaped(_ tensor: Tensor) {
        var chain: [Node] = []
        var source = tensor
        while source.node.operation is ReshapeOperation, source.node.storages[0] == nil {
            chain.append(source.node)
            source = source.node.inputs[0]
        }
        for node in chain { node.storages[0] = source.node.storages[source.output] }
    }
}
