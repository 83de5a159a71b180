/// One kind of node: a small value whose stored properties are its attributes, so that equality, hashing and printing
/// come for free.
///
/// An operation states its shape rule and its gradient; its CPU kernel stands in `CPU/Kernels` under the same file name.
package protocol Operation: Hashable, Sendable {
    /// The name in printed graphs, such as "transpose".
    static var name: String { get }

    /// The types of the results for inputs of these types, or a thrown error that says which input does not fit.
    func outputTypes(_ inputs: [TensorType]) throws -> [TensorType]

    /// The gradient with respect to each input, recorded with tensor functions; nil where there is none.
    func gradients(_ step: GradientStep) -> [Tensor?]

    /// Floating-point operations of one execution; a multiplication and an addition count as two.
    func floatingPointOperations(inputs: [TensorType], outputs: [TensorType]) -> Int
}

extension Operation {
    package func floatingPointOperations(inputs: [TensorType], outputs: [TensorType]) -> Int { 0 }
    package var name: String { Self.name }
}

/// An operation that is defined by others. A backend may have a kernel for it, and it may have a gradient rule; without
/// them its decomposition is executed and differentiated.
package protocol CompositeOperation: Operation {
    /// The results as recorded from other operations.
    func decomposed(_ inputs: [Tensor]) -> [Tensor]
}

extension CompositeOperation {
    package func gradients(_ step: GradientStep) -> [Tensor?] { gradientsOfDecomposition(step) }

    /// The gradients by the decomposition, for an operation whose own rule does not cover every case.
    package func gradientsOfDecomposition(_ step: GradientStep) -> [Tensor?] {
        // The cotangents are pulled back through the decomposition as recorded on stand-ins. On the very inputs the walk
        // would go on where one of them depends on another, and that way's share would count twice.
        let stands = step.inputs.map { $0.recordedAgain() }
        return pullback(of: decomposed(stands), cotangents: step.cotangents, to: stands)
    }
}

/// What a gradient rule sees of the forward pass, and the gradients of the results that came back.
package struct GradientStep {
    package let inputs: [Tensor]
    package let outputs: [Tensor]
    /// The gradient with respect to each output; nil for one that the root does not depend on.
    package let cotangents: [Tensor?]

    /// The gradient with respect to the only (or first) output.
    package var cotangent: Tensor { cotangents[0] ?? Tensor(0, outputs[0].dtype).broadcast(to: outputs[0].shape) }
    package var output: Tensor { outputs[0] }
}
