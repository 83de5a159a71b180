import MyelinCore

/// The shapes of a network's places as Keras' `summary` states them. Some layers there have a rule of their own in the place of
/// what is computed, and what follows them goes by it.
struct StatedShapes {
    private var shapes: [ObjectIdentifier: [[Int?]]] = [:]

    init(_ calls: [LayerCall]) {
        for call in calls {
            let inputs = call.inputs.map { place -> SymbolicTensor in
                guard let stated = shapes[ObjectIdentifier(place.call)]?[place.output] else { return place }
                return place.stated(stated)
            }
            var computed = call.outputs.map(\.shape)
            if zip(inputs, call.inputs).contains(where: { $0.shape != $1.shape }) {
                let other = LayerCall(call.layer, inputs, call.arguments)
                if other.error == nil { computed = other.outputs.map(\.shape) }
            }
            shapes[ObjectIdentifier(call)] = call.layer.statedShapes(inputs.map(\.shape), call.arguments, computed)
        }
    }

    /// Those of a call's outputs.
    func outputs(of call: LayerCall) -> [[Int?]] { shapes[ObjectIdentifier(call)] ?? call.outputs.map(\.shape) }
}

extension SymbolicTensor {
    /// The same place, taken for one of another shape.
    fileprivate func stated(_ shape: [Int?]) -> SymbolicTensor {
        SymbolicTensor(shape: shape, dtype: dtype, isText: isText, call: call, output: output)
    }
}
