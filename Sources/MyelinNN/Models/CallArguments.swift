import MyelinCore

/// One argument of a layer's call as a model file tells it: a tensor, a list with tensors in it, or a plain value.
public indirect enum CallArgument: Hashable, Sendable {
    /// The tensor with this number in the call's list.
    case tensor(Int)
    case list([CallArgument])
    case fields([String: CallArgument])
    case literal(ConfigValue)
}

/// How a layer is called: by position and by name, with the tensors taken out into a list of their own.
public struct CallArguments: Hashable, Sendable {
    public var positional: [CallArgument]
    public var named: [String: CallArgument]

    public init(positional: [CallArgument], named: [String: CallArgument] = [:]) {
        self.positional = positional
        self.named = named
    }

    /// A call with tensors alone: one by itself, several as Keras' merging layers take them, in a list.
    public init(tensors count: Int) {
        let tensors = (0..<count).map { CallArgument.tensor($0) }
        self.init(positional: count == 1 ? tensors : [.list(tensors)])
    }

    /// The name of an argument that asks for more than tensors alone: not null, false or the training flag, which Myelin
    /// sets itself.
    var special: String? {
        func isSpecial(_ argument: CallArgument) -> Bool {
            switch argument {
            case .tensor: false
            case .list(let elements): elements.contains(where: isSpecial)
            case .fields(let elements): elements.values.contains(where: isSpecial)
            case .literal(let value): value != .null && value != .bool(false)
            }
        }
        if let place = positional.firstIndex(where: isSpecial) { return "argument \(place)" }
        return named.keys.sorted().first { $0 != "training" && isSpecial(named[$0]!) }
    }
}
