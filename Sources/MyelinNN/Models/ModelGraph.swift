import MyelinCore

/// A network as data, for those who draw it: the uses of its layers, and where each takes its inputs from.
public struct ModelGraph {
    /// A tensor in the network: which use of a layer made it, and which of its outputs it is.
    public struct Place: Hashable, Sendable {
        /// The number of the node in `nodes`.
        public let node: Int
        /// The number of the node's output.
        public let output: Int
    }

    /// One use of a layer. A layer that is used several times has a node for each.
    public struct Node {
        /// The layer that is used.
        public let layer: Layer
        /// Where its inputs come from, in order.
        public let inputs: [Place]
        /// The sizes of the axes of each input; nil for the batch and where else unknown.
        public let inputShapes: [[Int?]]
        /// The sizes of the axes of each output.
        public let outputShapes: [[Int?]]
        /// Keras' names of the element types of the outputs: `float32`, of text `string`.
        public let outputDTypes: [String]
    }

    /// Each after those that it takes inputs from; the model's inputs are nodes whose layer is an `Input`.
    public let nodes: [Node]
    /// Where data enters.
    public let inputs: [Place]
    /// What the model returns.
    public let outputs: [Place]
}

extension Model {
    /// The network as data.
    ///
    /// - Throws: if the model is not built yet.
    public func graph() throws -> ModelGraph {
        try requireDrawn()
        var numbers: [ObjectIdentifier: Int] = [:]
        for (number, call) in calls.enumerated() { numbers[ObjectIdentifier(call)] = number }
        func place(_ tensor: SymbolicTensor) -> ModelGraph.Place {
            ModelGraph.Place(node: numbers[ObjectIdentifier(tensor.call)]!, output: tensor.output)
        }
        let nodes = calls.map { call in
            ModelGraph.Node(
                layer: call.layer, inputs: call.inputs.map(place), inputShapes: call.inputs.map(\.shape),
                outputShapes: call.outputs.map(\.shape), outputDTypes: call.outputs.map(\.dtypeName))
        }
        return ModelGraph(nodes: nodes, inputs: inputs.map(place), outputs: outputs.map(place))
    }

    /// A model with the same inputs and weights that returns what a layer inside returns, such as the feature maps of a
    /// convolution. Keras: `Model(model.inputs, model.get_layer(name).output)`.
    ///
    /// - Parameter layer: its name; where it is used several times its first use counts.
    public func upTo(_ layer: String) throws -> Model {
        try requireDrawn()
        let found = try self.layer(named: layer)
        let outputs = calls.first { $0.layer === found }!.outputs
        // A model names the layers that were not named; these have their names already.
        let names = layers.map { ($0, $0.name) }
        defer { for (layer, name) in names { layer.name = name } }
        let needed = Set(GraphOrder.calls(to: outputs).map(ObjectIdentifier.init))
        return try Model(
            inputs: inputs.filter { needed.contains(ObjectIdentifier($0.call)) }, outputs: outputs,
            name: "\(name)_\(layer)", seed: seed)
    }

    func requireDrawn() throws {
        guard !calls.isEmpty else {
            throw MyelinError(
                .argument, "\(name): is not built yet; give it an Input at the front, or data by fit or predict")
        }
    }
}
