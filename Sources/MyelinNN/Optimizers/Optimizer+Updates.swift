import MyelinCore

// What surrounds every rule in a step, recorded in the order in which Keras does it.

extension Optimizer {
    func recordedUpdates(
        _ variables: [Variable], _ given: [Tensor], _ constraint: (Variable, Tensor) -> Tensor
    ) -> [(variable: Variable, value: Tensor)] {
        guard !variables.isEmpty else { return [] }
        var result: [(variable: Variable, value: Tensor)] = []
        let count = ownCount.value
        let memories = variables.map { memory(of: $0) }
        var gradients = given
        if let scale = options.lossScaleFactor { gradients = gradients.map { $0 / scale } }

        // Accumulation: what follows is computed in each batch, and taken over in the last of a group alone.
        var isStep: Tensor?
        var completed = count
        if let batches = options.accumulatedBatches {
            let size = Tensor(Double(batches), .int64)
            let ends = ((count + 1) % size).equal(0)
            isStep = ends
            completed = count / size
            for (index, memory) in memories.enumerated() {
                guard let accumulator = memory.accumulator else { continue }
                let sum = gradients[index] + accumulator.value
                gradients[index] = sum / Double(batches)
                result.append((accumulator, select(ends, Tensor(0, sum.dtype), sum)))
            }
        }
        func taken(_ new: Tensor, _ old: Tensor) -> Tensor { isStep.map { select($0, new, old) } ?? new }

        // Schedules count batches, rules count steps.
        var step = OptimizerStep(
            number: completed + 1, learningRate: ownSchedule.map { $0(count) } ?? ownRate.value,
            weightBeforeDecay: variables[0].value)
        let shared = sharedState(variables)
        step.shared = sharedUpdates(shared.map(\.value), step: step)
        for (variable, value) in zip(shared, step.shared) { result.append((variable, taken(value, variable.value))) }

        gradients = clipped(gradients)
        for (index, variable) in variables.enumerated() {
            let old = variable.value
            var decayed = old
            if let decay = weightDecay(for: variable) {
                decayed = old - old * (step.learningRate(as: old.dtype) * decay)
            }
            let slots = memories[index].slots
            step.weightBeforeDecay = old
            let new = update(variable: decayed, gradient: gradients[index], slots: slots.map(\.value), step: step)
            var value = taken(new.variable, old)
            var remembered = zip(slots, new.slots).filter { $0.0.dtype.isFloatingPoint }.map { slot, value in
                (variable: slot, value: taken(value, slot.value))
            }
            if let average = memories[index].average {
                let next = averaged(average.value, value, completed)
                remembered.append((average, next))
                value = overwritten(value, by: next, completed)
            }
            // The weight comes first: whatever of its slots' old values it needs is read before they are written over.
            result.append((variable, constraint(variable, value)))
            result += remembered
        }
        result.append((ownCount, count + 1))
        return result
    }

    // MARK: Moving averages

    /// The moving average with a new value, which it takes whole until the first step is done.
    private func averaged(_ average: Tensor, _ value: Tensor, _ completed: Tensor) -> Tensor {
        let momentum = completed.notEqual(0).cast(to: value.dtype) * options.emaMomentum
        return average * momentum + value * (1 - momentum)
    }

    private func overwritten(_ value: Tensor, by average: Tensor, _ completed: Tensor) -> Tensor {
        guard let frequency = options.emaOverwriteFrequency, frequency > 0 else { return value }
        let isDue = ((completed + 1) % Tensor(Double(frequency), .int64)).equal(0)
        return select(isDue, average, value)
    }

    // MARK: Clipping

    private func clipped(_ gradients: [Tensor]) -> [Tensor] {
        if let largest = options.clipNorm, largest > 0 {
            return gradients.map { scaled($0, norm: norm([$0]), to: largest) }
        }
        if let largest = options.globalClipNorm, largest > 0 {
            let all = norm(gradients)
            return gradients.map { scaled($0, norm: all, to: largest) }
        }
        if let largest = options.clipValue, largest > 0 {
            return gradients.map { clip($0, min: -largest, max: largest) }
        }
        return gradients
    }

    private func norm(_ gradients: [Tensor]) -> Tensor {
        let sums = gradients.map { square($0).sum() }
        return sqrt(sums.dropFirst().reduce(sums[0]) { $0 + $1 })
    }

    private func scaled(_ gradient: Tensor, norm: Tensor, to largest: Double) -> Tensor {
        // A norm over weights of several types is of the widest.
        gradient * (largest / maximum(norm, Tensor(largest, norm.dtype))).cast(to: gradient.dtype)
    }
}
