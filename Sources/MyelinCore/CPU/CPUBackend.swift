import COneDNN

/// The CPU: its passes in their order, and which composites it has kernels for.
package struct CPUBackend: Backend {
    /// Whether the CPU multiplies in BFloat16.
    package static let multipliesBFloat16 = myelin_multiplies_bfloat16() != 0

    package init() {}

    package func hasKernel(for operation: any CompositeOperation, inputs: [TensorType]) -> Bool {
        (operation as? any CPUCompositeKernel)?.takes(inputs) ?? false
    }

    /// Fuses and binds a Program.
    package static func compile(_ program: consuming Program, inputs: [[Storage]]? = nil) throws -> Executable {
        var program = program
        FoldScales.apply(to: &program)
        FindBFloat16Products.apply(to: &program)
        FuseEpilogues.apply(to: &program)
        FuseElementwise.apply(to: &program)
        return try Executable(program, inputs: inputs)
    }
}
