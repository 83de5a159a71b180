import MyelinCore

/// What an optimizer remembers, as Keras' files hold it: the variables of `vars/0`, `vars/1`, …, and the same of the
/// optimizers inside it.
public struct OptimizerState {
    /// In the order of the file. A wrapper lists those of the optimizers inside it, too.
    public let own: [Variable]
    /// The optimizers inside, by their paths below this one, such as "inner_optimizer" or "optimizers/adam_1".
    public let children: [(name: String, state: OptimizerState)]

    init(_ own: [Variable], children: [(name: String, state: OptimizerState)] = []) {
        self.own = own
        self.children = children
    }

    /// The variables of a file by their paths below the optimizer, such as "vars/0" or "inner_optimizer/vars/3".
    public var paths: [(path: String, variable: Variable)] {
        own.enumerated().map { ("vars/\($0)", $1) }
            + children.flatMap { child in child.state.paths.map { ("\(child.name)/\($0.path)", $0.variable) } }
    }
}

extension Optimizer {
    /// Everything that the optimizer remembers, in Keras' order: the count, the learning rate unless it follows a schedule,
    /// then moving averages, accumulated gradients, slots, and what all weights share.
    public func state(for variables: [Variable]) throws -> [Variable] { try stateTree(for: variables).own }

    /// The variables that exist before the first step: the count, and the learning rate unless it follows a schedule. A
    /// file of a model that has not been trained holds these alone.
    public var initialState: [Variable] { ownSchedule == nil ? [ownCount, ownRate] : [ownCount] }

    func ownState(_ variables: [Variable]) -> [Variable] {
        let memories = variables.map { memory(of: $0) }
        var result = initialState
        result += memories.compactMap(\.average)
        result += memories.compactMap(\.accumulator)
        if let slotGroups {
            var first = 0
            for size in slotGroups {
                result += memories.flatMap { $0.slots[first..<first + size] }
                first += size
            }
        } else {
            result += memories.flatMap(\.slots)
        }
        return result + sharedState(variables)
    }
}
