import MyelinCore
import MyelinNN

extension Model {
    /// The layers and their connections as TensorBoard's page of graphs shows them; the layers of a model inside stand in
    /// a folder of its name.
    func graphDef() throws -> TBGraphDef {
        var graph = TBGraphDef()
        graph.versions.producer = 22
        _ = try addNodes(to: &graph, folder: "", inputs: nil)
        return graph
    }

    /// Adds a node for each use of a layer; returns the names of the outputs.
    ///
    /// - Parameter inputs: what enters, by name; nil where the model's own inputs are nodes.
    private func addNodes(to result: inout TBGraphDef, folder: String, inputs: [String]?) throws -> [String] {
        let graph = try graph()
        var names: [[String]] = []
        var uses: [ObjectIdentifier: Int] = [:]
        for (number, node) in graph.nodes.enumerated() {
            if let inputs, let place = graph.inputs.firstIndex(where: { $0.node == number }) {
                names.append([inputs[place]])
                continue
            }
            let use = uses[ObjectIdentifier(node.layer), default: 0]
            uses[ObjectIdentifier(node.layer)] = use + 1
            let name = folder + node.layer.name + (use > 0 ? "_use\(use)" : "")
            let entering = node.inputs.map { names[$0.node][$0.output] }
            if let inner = node.layer as? Model {
                names.append(try inner.addNodes(to: &result, folder: name + "/", inputs: entering))
                continue
            }
            var written = TBGraphNode()
            written.name = name
            written.op = node.layer.className
            written.input = entering
            var shapes = TBAttribute.List()
            shapes.shape = node.outputShapes.map { TBTensorShape($0.map { $0 ?? -1 }) }
            written.attr["_output_shapes"] = TBAttribute()
            written.attr["_output_shapes"]!.list = shapes
            written.attr["parameters"] = TBAttribute()
            written.attr["parameters"]!.s = .init("\(node.layer.parameterCount)".utf8)
            result.node.append(written)
            names.append(node.outputShapes.indices.map { $0 == 0 ? name : "\(name):\($0)" })
        }
        return graph.outputs.map { names[$0.node][$0.output] }
    }
}
