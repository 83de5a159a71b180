import MyelinCore

// The orders of a drawn network: one in which it can be computed, and the one in which Keras lists its layers.

enum GraphOrder {
    /// All calls that the ends depend on, each after those that it depends on.
    static func calls(to ends: [SymbolicTensor]) -> [LayerCall] {
        var calls: [LayerCall] = []
        var seen: Set<ObjectIdentifier> = []
        // Depth first by an own stack: networks may be deeper than the thread's stack.
        var stack: [(call: LayerCall, isOpen: Bool)] = ends.reversed().map { ($0.call, false) }
        while let (call, isOpen) = stack.popLast() {
            if isOpen {
                calls.append(call)
            } else if seen.insert(ObjectIdentifier(call)).inserted {
                stack.append((call, true))
                stack.append(contentsOf: call.inputs.reversed().map { ($0.call, false) })
            }
        }
        return calls
    }

    /// The order in which Keras computes: by falling distance from the outputs. It matters where a layer takes masks away
    /// that others would heed.
    static func byDepth(_ calls: [LayerCall]) -> [LayerCall] {
        let depths = depths(calls)
        return depths.order.enumerated().sorted { a, b in
            let left = depths.ofCall[ObjectIdentifier(a.element)]!, right = depths.ofCall[ObjectIdentifier(b.element)]!
            return left == right ? a.offset < b.offset : left > right
        }.map(\.element)
    }

    /// The distances of calls and layers from the outputs, a layer's being that of its farthest call; and the calls in the
    /// order in which they are met.
    private static func depths(
        _ calls: [LayerCall]
    ) -> (ofCall: [ObjectIdentifier: Int], ofLayer: [ObjectIdentifier: Int], order: [LayerCall]) {
        var ofCall: [ObjectIdentifier: Int] = [:], ofLayer: [ObjectIdentifier: Int] = [:]
        var order: [LayerCall] = []
        func set(_ call: LayerCall, _ depth: Int) {
            if ofCall.updateValue(depth, forKey: ObjectIdentifier(call)) == nil { order.append(call) }
        }
        for call in calls.reversed() {
            let depth = max(
                ofCall[ObjectIdentifier(call), default: 0], ofLayer[ObjectIdentifier(call.layer), default: 0])
            set(call, depth)
            ofLayer[ObjectIdentifier(call.layer)] = depth
            for input in call.inputs {
                set(input.call, max(ofCall[ObjectIdentifier(input.call), default: 0], depth + 1))
            }
        }
        return (ofCall, ofLayer, order)
    }

    /// The layers as Keras lists them, which is also how it numbers them in files: by falling distance from the outputs,
    /// those of equal distance in the order in which a walk from the outputs meets them first.
    static func layers(inputs: [SymbolicTensor], outputs: [SymbolicTensor]) -> [Layer] {
        let calls = calls(to: outputs)
        var met: [ObjectIdentifier: Int] = [:]
        for layer in metFirst(from: outputs) { met[ObjectIdentifier(layer)] = met.count }
        var layerDepth = depths(calls).ofLayer
        var layers: [Layer] = []
        var seen: Set<ObjectIdentifier> = []
        for call in calls.reversed() where seen.insert(ObjectIdentifier(call.layer)).inserted {
            layers.append(call.layer)
        }
        // Inputs that nothing depends on come first among the last.
        for input in inputs where layerDepth[ObjectIdentifier(input.call.layer)] == nil {
            layers.append(input.call.layer)
            layerDepth[ObjectIdentifier(input.call.layer)] = 0
            met[ObjectIdentifier(input.call.layer)] = -1
        }
        return layers.enumerated().sorted { a, b in
            let first = ObjectIdentifier(a.element), second = ObjectIdentifier(b.element)
            let left = (-layerDepth[first]!, met[first]!, a.offset),
                right = (-layerDepth[second]!, met[second]!, b.offset)
            return left < right
        }.map(\.element)
    }

    private static func metFirst(from outputs: [SymbolicTensor]) -> [Layer] {
        var layers: [Layer] = []
        var seenLayers: Set<ObjectIdentifier> = [], seen: Set<ObjectIdentifier> = []
        for output in outputs {
            var stack = [output.call]
            while let call = stack.popLast() {
                guard seen.insert(ObjectIdentifier(call)).inserted else { continue }
                if seenLayers.insert(ObjectIdentifier(call.layer)).inserted { layers.append(call.layer) }
                stack.append(contentsOf: call.inputs.reversed().map(\.call))
            }
        }
        return layers
    }
}
