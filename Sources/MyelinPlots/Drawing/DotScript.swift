import MyelinNN

/// A model's graph in Graphviz' language. As in Keras a layer that is used several times is one box, and a `Sequential`
/// has no box for its input.
struct DotScript {
    private let options: ModelPlotOptions
    private var lines: [String] = []
    private var numbers: [ObjectIdentifier: Int] = [:]
    private var edges: Set<String> = []

    init(_ options: ModelPlotOptions) { self.options = options }

    var text: String {
        """
        digraph model {
        rankdir=\(options.rankdir.rawValue); splines=polyline; nodesep=0.35; ranksep=0.4; bgcolor="#ffffff"; pad=0.2;
        node [shape=plain, fontname="Helvetica"];
        edge [color="#8a8f98", penwidth=1.6, arrowsize=0.8];
        graph [fontname="Helvetica", fontsize=14, fontcolor="#5b6b7a"];

        """ + lines.joined(separator: "\n") + "\n}\n"
    }

    mutating func add(_ model: Model) throws {
        let graph = try model.graph()
        try boxes(of: model, graph)
        try connect(model, graph)
    }

    private func isExpanded(_ layer: Layer) -> Bool { options.expandNested && layer is Model }
    private func isHidden(_ layer: Layer, in model: Model) -> Bool { layer is Input && model is Sequential }

    private mutating func id(_ layer: Layer) -> String {
        let number = numbers[ObjectIdentifier(layer)] ?? numbers.count
        numbers[ObjectIdentifier(layer)] = number
        return "n\(number)"
    }

    private mutating func boxes(of model: Model, _ graph: ModelGraph) throws {
        var seen: Set<ObjectIdentifier> = []
        for node in graph.nodes where !isHidden(node.layer, in: model) {
            guard seen.insert(ObjectIdentifier(node.layer)).inserted else { continue }
            if isExpanded(node.layer), let inner = node.layer as? Model {
                lines.append("subgraph cluster_\(id(inner)) {")
                lines.append(
                    "style=\"rounded,dashed\"; color=\"#8a8f98\"; labeljust=l; label=<\(escaped(inner.name))>;")
                let innerGraph = try inner.graph()
                try boxes(of: inner, innerGraph)
                try connect(inner, innerGraph)
                lines.append("}")
            } else {
                lines.append("\(id(node.layer)) [label=<\(table(node))>];")
            }
        }
    }

    private mutating func connect(_ model: Model, _ graph: ModelGraph) throws {
        for node in graph.nodes {
            for (place, input) in node.inputs.enumerated() where !isHidden(graph.nodes[input.node].layer, in: model) {
                guard let from = try source(input, graph), let to = try target(node.layer, place) else { continue }
                let edge = "\(id(from)) -> \(id(to));"
                if edges.insert(edge).inserted { lines.append(edge) }
            }
        }
    }

    /// The box that a tensor comes out of.
    private func source(_ place: ModelGraph.Place, _ graph: ModelGraph) throws -> Layer? {
        let layer = graph.nodes[place.node].layer
        guard isExpanded(layer), let inner = layer as? Model else { return layer }
        let innerGraph = try inner.graph()
        return try source(innerGraph.outputs[place.output], innerGraph)
    }

    /// The box that an input of a layer goes into.
    private func target(_ layer: Layer, _ place: Int) throws -> Layer? {
        guard isExpanded(layer), let inner = layer as? Model else { return layer }
        let graph = try inner.graph()
        if inner is Sequential {
            return try graph.nodes.first { !($0.layer is Input) }.flatMap { try target($0.layer, place) }
        }
        return graph.inputs.indices.contains(place) ? graph.nodes[graph.inputs[place].node].layer : nil
    }

    // MARK: Boxes

    private func table(_ node: ModelGraph.Node) -> String {
        let layer = node.layer
        var cells: [String] = []
        if options.showShapes {
            if !(layer is Input) { cells.append(cell("Input shape", text(of: node.inputShapes))) }
            cells.append(cell("Output shape", text(of: node.outputShapes)))
        }
        if options.showDType { cells.append(cell("Output dtype", node.outputDTypes.joined(separator: ", "))) }
        if options.showTrainable, !layer.weights.isEmpty {
            let color = layer.trainable ? "#3f9e57" : "#d6493e"
            cells.append(
                "<td bgcolor=\"\(color)\"><font point-size=\"12\" color=\"white\"><b>"
                    + (layer.trainable ? "Trainable" : "Non-trainable") + "</b></font></td>")
        }
        let width = max(cells.count, 1), span = "colspan=\"\(width)\""
        let title =
            options.showLayerNames
            ? "<b>\(escaped(layer.name))</b> (\(escaped(layer.className)))" : "<b>\(escaped(layer.className))</b>"
        var rows =
            "<tr><td \(span) bgcolor=\"\(color(layer))\"><font point-size=\"14\" color=\"white\">\(title)</font></td></tr>"
        if options.showLayerActivations, let activation = activation(of: layer) {
            rows +=
                "<tr><td \(span) bgcolor=\"white\"><font point-size=\"12\">Activation: <b>\(escaped(activation))</b>"
                + "</font></td></tr>"
        }
        if !cells.isEmpty { rows += "<tr>\(cells.joined())</tr>" }
        return
            "<table border=\"0\" cellborder=\"1\" cellspacing=\"0\" cellpadding=\"8\" color=\"#c9ced6\">\(rows)</table>"
    }

    private func cell(_ name: String, _ value: String) -> String {
        "<td bgcolor=\"white\"><font point-size=\"12\">\(name): <b>\(escaped(value))</b></font></td>"
    }

    private func text(of shapes: [[Int?]]) -> String {
        shapes.map { sizes in
            let words = sizes.map { $0.map(String.init) ?? "None" }
            return "(" + words.joined(separator: ", ") + (words.count == 1 ? ",)" : ")")
        }.joined(separator: ", ")
    }

    private func activation(of layer: Layer) -> String? {
        switch layer.config["activation"] {
        case .string(let name): name
        case .object(let fields): if case .string(let name)? = fields["class_name"] { name } else { nil }
        default: nil
        }
    }

    /// By what a layer does.
    private func color(_ layer: Layer) -> String {
        let kinds: [(color: String, words: [String])] = [
            ("#5b6b7a", ["Input"]), ("#2aa198", ["Pool"]), ("#2f6fb4", ["Conv"]), ("#3f9e57", ["Normalization"]),
            ("#c4621a", ["LSTM", "GRU", "RNN", "Bidirectional"]), ("#d6493e", ["Attention"]),
            ("#8c6d4f", ["Embedding", "Vectorization", "Lookup"]), ("#6f7782", ["Dropout", "Flatten", "Reshape"]),
            ("#8a63c4", ["Dense"]),
        ]
        return kinds.first { kind in kind.words.contains { layer.className.contains($0) } }?.color ?? "#24292f"
    }

    private func escaped(_ text: String) -> String {
        text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
    }
}
