import MyelinCore
import MyelinData

/// How a model with text is divided: text layers that run on the host before the graph, the graph of tensors, and text
/// layers that run after it.
///
/// Data are turned into numbers once, before the first batch; from there on a model is trained as any other.
struct TextPlan {
    /// Calls of text layers that depend on the model's inputs alone.
    private let before: [LayerCall]
    /// Calls that the graph of tensors consists of.
    let graph: [LayerCall]
    /// Calls of text layers that depend on the graph.
    private let after: [LayerCall]
    /// What enters the graph: the inputs that are numbers, and numbers that come from text.
    let graphInputs: [SymbolicTensor]
    /// What the graph is asked for: outputs that are numbers, and numbers that become text.
    let graphOutputs: [SymbolicTensor]
    private let inputs: [SymbolicTensor]
    private let outputs: [SymbolicTensor]

    /// Nil if there is no text in the model.
    ///
    /// - Throws: `MyelinError` if numbers that are computed would have to become text and then numbers again.
    init?(inputs: [SymbolicTensor], outputs: [SymbolicTensor], calls: [LayerCall]) throws {
        guard calls.contains(where: { $0.outputs.contains(where: \.isText) }) else { return nil }
        self.inputs = inputs
        self.outputs = outputs
        var before: [LayerCall] = [], graph: [LayerCall] = [], after: [LayerCall] = []
        var known = Set(inputs.map { ObjectIdentifier($0.call) }), late: Set<ObjectIdentifier> = []
        for call in calls where !(call.layer is Input) {
            let isText = (call.inputs + call.outputs).contains(where: \.isText)
            if isText, call.inputs.allSatisfy({ known.contains(ObjectIdentifier($0.call)) }) {
                before.append(call)
                known.insert(ObjectIdentifier(call))
            } else if isText {
                after.append(call)
                late.insert(ObjectIdentifier(call))
            } else if call.inputs.contains(where: { late.contains(ObjectIdentifier($0.call)) }) {
                throw MyelinError(
                    .argument, "\(call.layer.name): text that is made of numbers can only be an output of the model")
            } else {
                graph.append(call)
            }
        }
        self.before = before
        self.graph = graph
        self.after = after
        // What lies on a border, each once.
        func distinct(_ places: [SymbolicTensor]) -> [SymbolicTensor] {
            var seen: Set<Place> = []
            return places.filter { seen.insert(Place($0)).inserted }
        }
        let fromText = Set(before.map { ObjectIdentifier($0) })
        let used = (graph + after).flatMap(\.inputs) + outputs
        graphInputs = distinct(
            inputs.filter { !$0.isText } + used.filter { !$0.isText && fromText.contains(ObjectIdentifier($0.call)) })
        let results = outputs.filter { !$0.isText && !late.contains(ObjectIdentifier($0.call)) }
        let asked = after.flatMap(\.inputs).filter { !$0.isText && !late.contains(ObjectIdentifier($0.call)) }
        graphOutputs = results + distinct(asked).filter { place in !results.contains { Place($0) == Place(place) } }
    }

    /// Whether the graph gives all outputs, as training needs it.
    var endsInGraph: Bool { after.isEmpty && !outputs.contains(where: \.isText) }

    /// The arrays that the graph begins with, for the model's data.
    func entering(_ data: [DataArray]) throws -> [Tensor] { try numbers(of: graphInputs, in: values(data)) }

    /// The model's outputs for its data and what the graph makes of it.
    func outputs(_ data: [DataArray], _ results: [Tensor]) throws -> [DataArray] {
        var values = outputs.contains(where: \.isText) || !after.isEmpty ? try values(data) : [:]
        for (place, result) in zip(graphOutputs, results) { values[Place(place)] = .numbers(result) }
        try run(after, &values)
        return outputs.map { values[Place($0)]! }
    }

    private func values(_ data: [DataArray]) throws -> [Place: DataArray] {
        var values = Dictionary(zip(inputs.map(Place.init), data)) { first, _ in first }
        try run(before, &values)
        return values
    }

    private func run(_ calls: [LayerCall], _ values: inout [Place: DataArray]) throws {
        for call in calls {
            guard let layer = call.layer as? any TextLayer else { continue }
            values[Place(call.outputs[0])] = try layer.apply(call.inputs.map { values[Place($0)]! })
        }
    }

    private func numbers(of places: [SymbolicTensor], in values: [Place: DataArray]) throws -> [Tensor] {
        try places.map { try values[Place($0)]!.numbers!.detached() }
    }

    private struct Place: Hashable {
        let call: ObjectIdentifier
        let output: Int

        init(_ tensor: SymbolicTensor) {
            call = ObjectIdentifier(tensor.call)
            output = tensor.output
        }
    }
}

extension Model {
    /// What enters the graph of tensors: the inputs, unless there is text among them.
    var graphInputs: [SymbolicTensor] { textPlan?.graphInputs ?? inputs }
    /// What the graph of tensors gives: the outputs, unless there is text among them.
    var graphOutputs: [SymbolicTensor] { textPlan?.graphOutputs ?? outputs }

    /// Data for the inputs, checked and with the ranks that the inputs have.
    func fitted(_ data: [DataArray]) throws -> [DataArray] {
        guard data.count == inputs.count else {
            throw MyelinError(.data, "\(name): expected data for \(inputs.count) inputs, got \(data.count)")
        }
        return try zip(data, inputs).map { array, place in
            var array = array
            if let error = array.numbers?.error { throw error }
            if (array.text != nil) != place.isText {
                throw MyelinError(
                    .dtype,
                    "\(place.call.layer.name): expected \(place.isText ? "text, got numbers" : "numbers, got text")")
            }
            // As Keras: a list of texts is a column of them where that is expected, and the other way round.
            if let texts = array.text, texts.shape.rank != place.shape.count {
                if texts.shape.rank == 1, place.shape.count == 2, place.shape[1] ?? 1 == 1 {
                    array = .text(try texts.reshaped(to: [texts.strings.count, 1]))
                } else if texts.shape.rank == 2, texts.shape[1] == 1, place.shape.count == 1 {
                    array = .text(try texts.reshaped(to: [texts.strings.count]))
                }
            }
            try check(array.shape, fits: place)
            return array
        }
    }

    /// The numbers with which the graph begins, for data of the inputs.
    func entering(_ data: [DataArray]) throws -> [Tensor] {
        let data = try fitted(data)
        return try textPlan?.entering(data) ?? data.map { $0.numbers! }
    }
}

extension LayerCall {
    /// What a text layer makes of stand-ins for its inputs. Where sizes are unknown, texts have as many words.
    static func textOutput(
        _ layer: Layer, _ inputs: [SymbolicTensor], batch: Int, unknown: Int
    ) throws -> (shape: Shape, dtype: DType, isText: Bool) {
        guard let textLayer = layer as? any TextLayer else {
            throw MyelinError(
                .dtype, "\(layer.name): takes numbers, got text; put a StringLookup or TextVectorization before it")
        }
        let shapes = inputs.map { $0.type(batch: batch, unknown: unknown).shape }
        try layer.ensureBuilt(shapes)
        let stands = try zip(inputs, shapes).map { input, shape -> DataArray in
            guard input.isText else { return .numbers(.zeros(shape, dtype: input.dtype)) }
            let text = textLayer.probe(words: unknown)
            return .text(try TextArray([String](repeating: text, count: shape.count), shape: shape))
        }
        switch try textLayer.apply(stands) {
        case .text(let texts): return (texts.shape, .uint8, true)
        // Bytes are how ones and zeros come; the model makes numbers of them.
        case .numbers(let tensor):
            return (tensor.shape, tensor.dtype == .uint8 ? layer.computeDType : tensor.dtype, false)
        }
    }
}
