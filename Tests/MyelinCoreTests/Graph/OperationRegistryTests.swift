import MyelinCore
import TestSupport
import Testing

struct OperationRegistryTests {
    /// Leaves that no case can record by itself: data, arguments and variables are what cases are made of.
    private let withoutCase = ["data", "input", "variable"]

    @Test func namesAreUnique() {
        let names = OperationRegistry.all.map { $0.name }
        #expect(Set(names).count == names.count)
        #expect(names.allSatisfy { $0 == $0.lowercased() && !$0.contains(" ") })
    }

    @Test func everyOperationHasACase() {
        let covered = Set(allCases.map(\.operation) + withoutCase)
        for operation in OperationRegistry.all {
            #expect(
                covered.contains(operation.name), "\(operation.name) has no case in Tests/MyelinCoreTests/Operations")
        }
        let known = Set(OperationRegistry.all.map { $0.name })
        #expect(covered.subtracting(known).isEmpty, "cases of operations that are not registered")
    }

    /// A case that does not record its operation would check nothing.
    @Test(arguments: allCases)
    func casesRecordTheirOperation(_ test: OperationCase) throws {
        let inputs = test.inputs.map { Tensor.placeholder("x", TensorType($0.shape, $0.dtype)) }
        let operations = operations(under: try test.function(inputs))
        #expect(operations.contains(test.operation), "\(test) records \(operations.sorted())")
        #expect(operations.isSubset(of: OperationRegistry.all.map { $0.name }))
    }

    private func operations(under roots: [Tensor]) -> Set<String> {
        var seen: Set<Int> = [], names: Set<String> = []
        var pending = roots.map(\.node)
        while let node = pending.popLast() {
            guard seen.insert(node.id).inserted else { continue }
            names.insert(node.operation.name)
            pending += node.inputs.map(\.node)
        }
        return names
    }

    @Test(arguments: OperationRegistry.elementwise.map { $0.name })
    func elementwiseOperationsHaveAVectorInstruction(_ name: String) {
        let operation = OperationRegistry.elementwise.first { $0.name == name }
        #expect(operation is any ElementwiseOperation.Type)
    }

    /// Each operation runs on the CPU: by a kernel, or by its decomposition.
    @Test(arguments: OperationRegistry.all.map { $0.name })
    func operationsCanBeExecuted(_ name: String) {
        let leaves = ["data", "constant", "input", "variable", "stop_gradient"]
        let operation = OperationRegistry.all.first { $0.name == name }
        #expect(
            leaves.contains(name) || operation is any CPUKernel.Type || operation is any CompositeOperation.Type
                || operation is any ElementwiseOperation.Type)
    }
}
