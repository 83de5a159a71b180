import CVectorKernels

/// A Program bound to kernels and memory: a flat list of calls. Running it allocates nothing.
///
/// It is not safe to run from two threads at once.
package final class Executable {
    /// One line of the plan.
    package struct Line {
        package let kernel: String
        package let detail: String
        package let bytes: Int
        package let floatingPointOperations: Int
    }

    package let lines: [Line]
    package let inputTypes: [TensorType]
    package let resultTypes: [TensorType]
    /// Bytes of the memory that all intermediate values share.
    package let arenaByteCount: Int

    /// The calls, once for each set of input memory.
    private let calls: [[myelin_call]]
    /// The calls that are made only when a variable has been set since they were made last.
    private let preparations: [myelin_call]
    private let versions: [UnsafePointer<Int64>]
    private var preparedVersion: Int64 = -1
    private let addresses: [Addresses]
    private let storages: [Storage]
    private let results: [UnsafeMutableRawPointer]
    private let written: [Variable]
    private let pool: Int32
    private let hostFunctions: [HostFunction]
    /// Held because the calls know their memory's address.
    private let variables: [Variable]

    /// - Parameters:
    ///   - inputs: the memory that the inputs are read from. With two sets, one can be filled while the other is in use.
    ///     Each must have room for its input's type. By default one set of its own.
    package init(_ program: Program, inputs: [[Storage]]? = nil) throws {
        myelin_set_pool(1)  // oneDNN plans for the number of threads that it finds set
        let binder = try Binder(program)
        let plan = try CallPlan(binder)
        inputTypes = program.inputTypes
        resultTypes = program.results.map { program.types[$0] }
        arenaByteCount = plan.memory.arenaByteCount
        let arena = Storage(byteCount: plan.memory.arenaByteCount)
        let inputs = inputs ?? [program.inputTypes.map { Storage(byteCount: $0.byteCount) }]
        self.inputs = inputs
        var storages = [arena]
        let sets = inputs.map { set in
            binder.buffers.enumerated().map { index, buffer -> UnsafeMutableRawPointer in
                switch buffer.place {
                case .arena: return arena.bytes + plan.memory.offsets[index]
                case .input(let input): return set[input].bytes
                case .variable(let variable): return variable.storage.bytes
                case .data(let storage):
                    storages.append(storage)
                    return storage.bytes
                }
            }
        }
        let addresses = sets.map { Addresses($0) }
        let made = try addresses.map { set in try plan.calls.map { try $0.make(set) } }
        preparations = Array(made[0][..<plan.preparationCount])
        calls = made.map { Array($0[plan.preparationCount...]) }
        lines = plan.calls[plan.preparationCount...].map { call in
            let bytes = (call.reads + call.writes).reduce(0) { $0 + binder.buffers[$1].byteCount }
            return Line(
                kernel: call.kernel, detail: call.detail, bytes: bytes,
                floatingPointOperations: call.floatingPointOperations)
        }
        pool = plan.calls.contains(where: \.usesLibgomp) ? 1 : 0
        hostFunctions = program.instructions.compactMap { ($0.operation as? HostCall)?.function }
        self.addresses = addresses
        self.storages = storages
        results = plan.results.map { sets[0][$0] }
        let written = Set(program.updates.map(\.variable))
        self.written = Array(written)
        variables = program.sources.values.compactMap { if case .variable(let variable) = $0 { variable } else { nil } }
        let read = preparations.isEmpty ? [] : variables.filter { !written.contains($0) }
        versions = read.map { UnsafePointer($0.version.elements(as: Int64.self).baseAddress!) }
    }

    /// The memory of the inputs: values are put there before a run.
    package let inputs: [[Storage]]
    /// Where the values of a result are after a run, until the next.
    package func resultBytes(_ index: Int) -> UnsafeMutableRawPointer { results[index] }

    /// Computes the results from one set of inputs, and updates the variables.
    ///
    /// - Throws: what a kernel found wrong with the numbers, such as an index outside of a table (then no weight has
    ///   changed), and what a host function threw.
    package func run(inputSet: Int = 0) throws {
        for variable in written { variable.willChange() }
        myelin_set_pool(pool)
        prepare()
        calls[inputSet].withUnsafeBufferPointer { myelin_run($0.baseAddress, Int64($0.count)) }
        let fault = myelin_take_fault()
        if let owner = fault.owner {
            preparedVersion = -1
            throw MyelinError(
                .data,
                "\(String(cString: owner)): expected whole numbers from 0 to \(fault.count - 1), got \(fault.value)")
        }
        for function in hostFunctions { if let failure = function.takeFailure() { throw failure } }
    }

    /// Computes what lasts again, if a variable has been set since.
    private func prepare() {
        if preparations.isEmpty { return }
        // Each variable counts its changes, so an equal sum means that none has changed.
        let version = versions.reduce(0) { $0 &+ $1.pointee }
        if version == preparedVersion { return }
        preparations.withUnsafeBufferPointer { myelin_run($0.baseAddress, Int64($0.count)) }
        preparedVersion = version
    }

    /// As `run`, and adds each call's time to `nanoseconds`.
    package func run(nanoseconds: inout [Int64]) {
        for variable in written { variable.willChange() }
        myelin_set_pool(pool)
        prepare()
        calls[0].withUnsafeBufferPointer { myelin_run_timed($0.baseAddress, Int64($0.count), &nanoseconds) }
        _ = myelin_take_fault()
    }
}
