// Reverse-mode differentiation of the recorded graph.
//
// The root is the tensor to differentiate, the sources are what it is differentiated by. A node is active if it depends
// on a source. The cotangent of a tensor is the gradient of the root with respect to it. Since nodes are numbered in the
// order of recording, walking the active nodes by falling number sees every user of a node before the node.

/// The gradients of a scalar with respect to tensors that it was computed from; zeros for one that it does not depend on.
///
/// The gradients are tensors like any others, so they can be differentiated again.
public func gradient(of root: Tensor, withRespectTo sources: [Tensor]) throws -> [Tensor] {
    if let error = root.error { throw error }
    guard root.count == 1 else {
        throw MyelinError(.shape, "gradient: expected a scalar to differentiate, got shape \(root.shape)")
    }
    guard root.dtype.isFloatingPoint else {
        throw MyelinError(.dtype, "gradient: expected a float to differentiate, got \(root.dtype)")
    }
    let one = Tensor(1, root.dtype).broadcast(to: root.shape)
    let found = pullback(of: [root], cotangents: [one], to: sources)
    return zip(sources, found).map { $1 ?? Tensor.zeros($0.shape, dtype: $0.dtype) }
}

/// The gradient of a scalar with respect to one tensor.
public func gradient(of root: Tensor, withRespectTo source: Tensor) throws -> Tensor {
    try gradient(of: root, withRespectTo: [source])[0]
}

/// The gradients of a scalar with respect to variables that it was computed from.
public func gradient(of root: Tensor, withRespectTo variables: [Variable]) throws -> [Tensor] {
    try gradient(of: root, withRespectTo: variables.map(\.value))
}

/// The value of `body` and its gradients with respect to variables that it reads.
public func valueAndGradient(
    withRespectTo variables: [Variable], _ body: () throws -> Tensor
) throws -> (value: Tensor, gradients: [Tensor]) {
    // Held so that all reads of a variable inside are the same node.
    let reads = variables.map(\.value)
    let value = try body()
    return (value, try gradient(of: value, withRespectTo: reads))
}

/// The value of `function` at a point and its gradient there.
public func valueAndGradient(
    at point: Tensor, of function: (Tensor) throws -> Tensor
) throws -> (value: Tensor, gradient: Tensor) {
    let value = try function(point)
    return (value, try gradient(of: value, withRespectTo: point))
}

extension Tensor {
    /// The same values, through which no gradient flows.
    public func stoppingGradient() -> Tensor { .record(StopGradient(), self) }
}

/// The operand itself; ends differentiation.
package struct StopGradient: Operation {
    package static let name = "stop_gradient"
    package func outputTypes(_ inputs: [TensorType]) -> [TensorType] { inputs }
    package func gradients(_ step: GradientStep) -> [Tensor?] { [nil] }
}

/// Pulls cotangents of `outputs` back to `sources`; nil for a source that no output depends on.
func pullback(of outputs: [Tensor], cotangents: [Tensor?], to sources: [Tensor]) -> [Tensor?] {
    struct Place: Hashable {
        let node: Int, output: Int
        init(_ tensor: Tensor) {
            node = tensor.node.id
            output = tensor.output
        }
    }
    let oldest = sources.map(\.node.id).min() ?? 0
    let active = activeNodes(above: outputs.map(\.node), sources: Set(sources.map(\.node.id)), oldest: oldest)
    var found: [Place: Tensor] = [:]
    func add(_ cotangent: Tensor, to tensor: Tensor) {
        let place = Place(tensor)
        found[place] = found[place].map { $0 + cotangent } ?? cotangent
    }
    for (output, cotangent) in zip(outputs, cotangents) {
        if let cotangent { add(cotangent, to: output) }
    }
    for node in active.sorted(by: { $0.id > $1.id }) where !node.inputs.isEmpty {
        let results = node.types.indices.map { Tensor(node: node, output: $0) }
        let arriving = results.map { found[Place($0)] }
        guard arriving.contains(where: { $0 != nil }) else { continue }
        let step = GradientStep(inputs: node.inputs, outputs: results, cotangents: arriving)
        let gradients = node.operation.gradients(step)
        precondition(gradients.count == node.inputs.count, "\(node.operation.name): a gradient for each input")
        for (input, gradient) in zip(node.inputs, gradients) {
            guard let gradient else { continue }
            precondition(
                gradient.type == input.type || gradient.error != nil,
                "\(node.operation.name): gradient \(gradient.type) of an input \(input.type)")
            add(gradient, to: input)
        }
    }
    return sources.map { found[Place($0)] }
}

/// The nodes on a path from a source to the roots. Nodes recorded before the oldest source cannot lie on one.
private func activeNodes(above roots: [Node], sources: Set<Int>, oldest: Int) -> [Node] {
    var reached: [Int: Node] = [:]
    var pending = roots
    while let node = pending.popLast() {
        guard node.id >= oldest, reached[node.id] == nil else { continue }
        reached[node.id] = node
        pending.append(contentsOf: node.inputs.map(\.node))
    }
    var active = sources
    var result: [Node] = []
    for node in reached.values.sorted(by: { $0.id < $1.id })
    where active.contains(node.id) || node.inputs.contains(where: { active.contains($0.node.id) }) {
        active.insert(node.id)
        result.append(node)
    }
    return result
}
