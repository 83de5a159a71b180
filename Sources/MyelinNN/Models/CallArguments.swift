import MyelinCore

/// One argument of a layer's call as a model file tells it: a tensor, a list with tensors in it, or a plain value.
public indirect enum CallArgument: Hashable, Sendable {
    /// The tensor with this number in the call's list.
    case tensor(Int)
    /// A list of arguments.
    case list([CallArgument])
    /// Arguments by name.
    case fields([String: CallArgument])
    /// A value that is no tensor.
    case literal(ConfigValue)
}

/// How a layer is called: by position and by name, with the tensors taken out into a list of their own.
public struct CallArguments: Hashable, Sendable {
    /// Those without names, in order.
    public var positional: [CallArgument]
    /// Those with names.
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
            case .literal(let value): !value.saysNothing
            }
        }
        if let place = positional.firstIndex(where: isSpecial) { return "argument \(place)" }
        return named.keys.sorted().first { $0 != "training" && isSpecial(named[$0]!) }
    }
}

extension ConfigValue {
    /// Whether this is null or false, or lists and objects of nothing else, as the masks of several inputs that have none.
    fileprivate var saysNothing: Bool {
        switch self {
        case .null, .bool(false): true
        case .array(let elements): elements.allSatisfy(\.saysNothing)
        case .object(let fields): fields.allSatisfy(\.value.saysNothing)
        default: false
        }
    }
}

extension CallArguments {
    /// Takes the argument `mask` out, where it is made of tensors: a mask for the first input, or a list of them for a
    /// layer of several inputs. What is left is a call without it.
    ///
    /// - Returns: the masks with the numbers of the inputs that they belong to.
    mutating func takeMasks(from inputs: inout [Tensor]) -> [(input: Int, mask: Tensor)] {
        let masks: [CallArgument]
        switch named["mask"] {
        case .tensor(let place)?: masks = [.tensor(place)]
        case .list(let elements)?: masks = elements
        default: return []
        }
        var taken: [(input: Int, mask: Tensor)] = []
        for (input, mask) in masks.enumerated() {
            if case .tensor(let place) = mask { taken.append((input, inputs[place])) }
        }
        let kept: [Int]
        (self, kept) = withoutMasks(of: inputs.count)
        inputs = kept.map { inputs[$0] }
        return taken.filter { inputs.indices.contains($0.input) }
    }

    /// The call without the argument `mask`, and which of its tensors it then has: those that nothing else names leave the
    /// list, and the others move up.
    func withoutMasks(of count: Int) -> (call: CallArguments, kept: [Int]) {
        var call = self
        call.named["mask"] = nil
        let kept = (0..<count).filter(call.mentions)
        let places = Dictionary(uniqueKeysWithValues: kept.enumerated().map { ($1, $0) })
        call.positional = call.positional.map { $0.renumbered(places) }
        call.named = call.named.mapValues { $0.renumbered(places) }
        return (call, kept)
    }

    private func mentions(_ tensor: Int) -> Bool {
        positional.contains { $0.mentions(tensor) } || named.values.contains { $0.mentions(tensor) }
    }
}

extension CallArgument {
    fileprivate func mentions(_ tensor: Int) -> Bool {
        switch self {
        case .tensor(let number): number == tensor
        case .list(let elements): elements.contains { $0.mentions(tensor) }
        case .fields(let elements): elements.values.contains { $0.mentions(tensor) }
        case .literal: false
        }
    }

    fileprivate func renumbered(_ places: [Int: Int]) -> CallArgument {
        switch self {
        case .tensor(let number): .tensor(places[number] ?? number)
        case .list(let elements): .list(elements.map { $0.renumbered(places) })
        case .fields(let elements): .fields(elements.mapValues { $0.renumbered(places) })
        case .literal: self
        }
    }
}
