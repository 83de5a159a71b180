import CVectorKernels

/// The bound calls with their memory planned: which buffers share memory, which are written straight into a variable, and
/// the copies that remain.
struct CallPlan {
    private(set) var calls: [Binder.Call]
    /// The number of calls at the beginning whose results last until somebody sets a variable.
    let preparationCount: Int
    private(set) var results: [Binder.BufferID] = []
    let memory: PlanMemory

    init(_ binder: Binder) throws {
        results = try binder.program.results.map { try binder.buffer($0) }
        let copies = try Self.bindUpdates(binder, results: &results)
        for (source, target, byteCount) in copies {
            binder.emit("copy", detail: "update", reads: [source], writes: [target]) { addresses in
                var copy = myelin_copy()
                copy.source = UnsafeRawPointer(addresses[source])
                copy.destination = addresses[target]
                copy.element_bytes = 1
                copy.rank = 1
                assign(&copy.shape, [byteCount])
                assign(&copy.source_strides, [1])
                assign(&copy.destination_strides, [1])
                return addresses.call(myelin_copy_run, copy)
            }
        }
        let preparations = Self.preparations(binder, results)
        let order = preparations + binder.calls.indices.filter { !preparations.contains($0) }
        calls = order.map { binder.calls[$0] }
        preparationCount = preparations.count
        memory = PlanMemory(Self.requests(binder, calls, results))
    }

    /// Lets the call that computes a variable's new value write it into the variable's memory, where nothing reads the old
    /// value afterwards. Returns the updates that need a copy: (source, target, bytes).
    private static func bindUpdates(
        _ binder: Binder, results: inout [Binder.BufferID]
    ) throws -> [(Binder.BufferID, Binder.BufferID, Int)] {
        var sources = try binder.program.updates.map { try binder.buffer($0.value) }
        let saved = savedOldValues(binder, sources: sources, results: results)
        var copies = saved.map { ($0.key, $0.value, binder.buffers[$0.key].byteCount) }
        let calls = binder.calls
        var writer: [Binder.BufferID: Int] = [:]
        for (index, call) in calls.enumerated() { for buffer in call.writes { writer[buffer] = index } }
        sources = zip(binder.program.updates, sources).map { update, source in
            isMemory(source, of: update.variable, binder) ? source : saved[source] ?? source
        }
        results = results.map { saved[$0] ?? $0 }
        for (update, source) in zip(binder.program.updates, sources) {
            let readers = calls.indices.filter { index in
                calls[index].reads.contains { isMemory($0, of: update.variable, binder) }
            }
            if isMemory(source, of: update.variable, binder) { continue }
            var direct = false
            if !saved.keys.contains(where: { isMemory($0, of: update.variable, binder) }),
                case .arena = binder.buffers[source].place, let own = writer[source],
                sources.filter({ $0 == source }).count == 1, !results.contains(source)
            {
                direct = readers.allSatisfy { reader in
                    reader < own
                        || reader == own
                            && calls[own].reads.filter { isMemory($0, of: update.variable, binder) }.allSatisfy {
                                read in
                                calls[own].inPlace.contains { $0.write == source && $0.read == read }
                            }
                }
            }
            if direct {
                binder.redirect(source, to: update.variable)
            } else {
                let target = binder.variableBuffer(update.variable)
                copies.append((source, target, update.variable.type.byteCount))
            }
        }
        return copies
    }

    /// Memory to keep old values of variables in that are wanted when the updates are done: as a result, or as the new
    /// value of another variable. By the variable's buffer.
    private static func savedOldValues(
        _ binder: Binder, sources: [Binder.BufferID], results: [Binder.BufferID]
    ) -> [Binder.BufferID: Binder.BufferID] {
        let updated = zip(binder.program.updates, sources).filter { !isMemory($1, of: $0.variable, binder) }.map(
            \.0.variable)
        var wanted = results
        for (update, source) in zip(binder.program.updates, sources)
        where !isMemory(source, of: update.variable, binder) {
            wanted.append(source)
        }
        var saved: [Binder.BufferID: Binder.BufferID] = [:]
        for buffer in wanted where saved[buffer] == nil && updated.contains(where: { isMemory(buffer, of: $0, binder) })
        {
            saved[buffer] = binder.scratch(byteCount: binder.buffers[buffer].byteCount)
        }
        return saved
    }

    /// The calls that need not be made in each run, in their order: they read nothing but what lasts. Their results get
    /// memory of their own where other calls read them.
    ///
    /// Results much larger than what they are made of are no preparations: computing them is cheaper than reading them.
    private static func preparations(_ binder: Binder, _ results: [Binder.BufferID]) -> [Int] {
        let program = binder.program
        if program.inputTypes.isEmpty { return [] }
        let updated = Set(program.updates.map(\.variable))
        var lasting = binder.buffers.map { buffer in
            switch buffer.place {
            case .variable(let variable): !updated.contains(variable)
            case .data: true
            case .input, .arena: false
            }
        }
        func byteCount(_ buffers: [Binder.BufferID]) -> Int { buffers.reduce(0) { $0 + binder.buffers[$1].byteCount } }
        var read = Set(results)
        // Memory that several calls write, one after the other, would keep what the last one left there.
        var writers = [Int](repeating: 0, count: binder.buffers.count)
        for call in binder.calls {
            read.formUnion(call.reads)
            for buffer in call.writes { writers[buffer] += 1 }
        }
        var found: [Int] = []
        for (index, call) in binder.calls.enumerated() {
            let outputs = call.writes.filter(read.contains)
            let isHostCall =
                call.instruction < program.instructions.count
                && program.instructions[call.instruction].operation is HostCall
            guard !isHostCall, !call.reads.isEmpty, call.reads.allSatisfy({ lasting[$0] }),
                call.writes.allSatisfy({ isArena($0, binder) && writers[$0] == 1 }),
                byteCount(outputs) <= 4 * byteCount(call.reads) + 4096
            else { continue }
            found.append(index)
            for output in outputs { lasting[output] = true }
        }
        let prepared = Set(found)
        var wanted = Set(results)
        for (index, call) in binder.calls.enumerated() where !prepared.contains(index) { wanted.formUnion(call.reads) }
        for index in found {
            for output in binder.calls[index].writes where wanted.contains(output) { binder.keep(output) }
        }
        return found
    }

    private static func isMemory(_ buffer: Binder.BufferID, of variable: Variable, _ binder: Binder) -> Bool {
        if case .variable(let owner) = binder.buffers[buffer].place { return owner === variable }
        return false
    }

    private static func isArena(_ buffer: Binder.BufferID, _ binder: Binder) -> Bool {
        if case .arena = binder.buffers[buffer].place { true } else { false }
    }

    private static func requests(
        _ binder: Binder, _ calls: [Binder.Call], _ results: [Binder.BufferID]
    ) -> [PlanMemory.Request] {
        var requests = binder.buffers.map { buffer -> PlanMemory.Request in
            guard case .arena = buffer.place else { return .init(byteCount: 0, firstUse: 0, lastUse: 0) }
            return .init(byteCount: buffer.byteCount, firstUse: Int.max, lastUse: -1)
        }
        for (time, call) in calls.enumerated() {
            for buffer in call.reads + call.writes where isArena(buffer, binder) {
                requests[buffer].firstUse = Swift.min(requests[buffer].firstUse, time)
                requests[buffer].lastUse = Swift.max(requests[buffer].lastUse, time)
            }
        }
        for buffer in results where isArena(buffer, binder) { requests[buffer].lastUse = calls.count }
        for index in requests.indices where requests[index].lastUse < 0 { requests[index].byteCount = 0 }
        var taken: Set<Binder.BufferID> = []
        for (time, call) in calls.enumerated() {
            for (write, read) in call.inPlace
            where isArena(write, binder) && isArena(read, binder) && requests[write].inPlaceOf == nil
                && !taken.contains(read)
                && requests[read].lastUse == time && requests[write].firstUse == time
                && requests[write].byteCount == requests[read].byteCount
            {
                requests[write].inPlaceOf = read
                taken.insert(read)
            }
        }
        return requests
    }
}
