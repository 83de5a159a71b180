import Synchronization

/// One recorded operation, its inputs, and once it has been evaluated its values.
package final class Node {
    /// Ascending in the order of recording, so that sorting by it is a topological order.
    package let id: Int
    package let operation: any Operation
    package private(set) var inputs: [Tensor]
    package let types: [TensorType]
    /// Why this node (or one that it came from) cannot be: thrown when values are asked for.
    package let error: MyelinError?
    /// The values, one for each output, once known.
    package var storages: [Storage?]

    /// Whether all results have their values.
    package var isKnown: Bool { storages.allSatisfy { $0 != nil } }

    private static let nextID = Atomic<Int>(0)

    package init(
        _ operation: any Operation, _ inputs: [Tensor], types: [TensorType], error: MyelinError? = nil,
        storages: [Storage?]? = nil
    ) {
        id = Self.nextID.add(1, ordering: .relaxed).newValue
        self.operation = operation
        self.inputs = inputs
        self.types = types
        self.error = error
        self.storages = storages ?? [Storage?](repeating: nil, count: types.count)
    }

    deinit {
        (operation as? ReadVariable)?.variable.readEnded(by: id)
        // Long chains of nodes would otherwise be released by recursion, and overflow the stack.
        var pending = inputs.map(\.node)
        inputs = []
        while var node = pending.popLast() {
            if isKnownUniquelyReferenced(&node) {
                pending.append(contentsOf: node.inputs.map(\.node))
                node.inputs = []
            }
        }
    }

    /// Records an operation. What does not fit records an invalid node with a plausible type.
    package static func record(_ operation: any Operation, _ inputs: [Tensor]) -> [Tensor] {
        var error = inputs.lazy.compactMap(\.node.error).first
        var types: [TensorType]
        do {
            types = try operation.outputTypes(inputs.map(\.type))
            if let type = types.first(where: { !$0.shape.isPossible }) {
                throw MyelinError(.shape, "a tensor of shape \(type.shape) is larger than any memory")
            }
        } catch let failure {
            types = [inputs.first?.type ?? TensorType([], .float32)]
            let reason = failure as? MyelinError ?? MyelinError(.argument, "\(failure)")
            error = error ?? reason.located(at: operation.name)
        }
        let node = Node(operation, inputs, types: types, error: error)
        return types.indices.map { Tensor(node: node, output: $0) }
    }
}
