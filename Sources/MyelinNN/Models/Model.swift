import MyelinCore

/// A network of layers that can be trained, evaluated, saved, and used as a layer in another.
///
/// The functional form draws the network from its inputs to its outputs:
///
///     let x = Input(shape: [784])
///     let hidden = Dense(64, activation: .relu)(x)
///     let model = try Model(inputs: x, outputs: Dense(10, activation: .softmax)(hidden))
open class Model: Layer {
    /// The inputs, in the order in which data is given.
    public internal(set) var inputs: [SymbolicTensor] = []
    /// The outputs, in the order in which predictions come.
    public internal(set) var outputs: [SymbolicTensor] = []
    /// All layers as Keras lists them, inputs first: each before those that use it. A `Sequential` lists no input.
    public internal(set) var layers: [Layer] = []
    /// Whether training changes its weights; setting it sets it for all layers inside, as in Keras.
    public override var trainable: Bool {
        didSet { for layer in layers { layer.trainable = trainable } }
    }
    /// In which precision the layers compute; setting it sets it for all layers inside. Set it before weights are made
    /// (a mixed policy at any time before `compile`).
    public override var dtypePolicy: DTypePolicy {
        didSet { for layer in layers where !(layer is Input) { layer.dtypePolicy = dtypePolicy } }
    }
    /// What random numbers of this model (first weights, dropout, shuffling) depend on.
    public let seed: Int
    var calls: [LayerCall] = []
    /// The calls in the order in which they are computed.
    private var computedCalls: [LayerCall] = []
    /// How the model is divided where there is text in it.
    private(set) var textPlan: TextPlan?
    /// The names of the outputs, where the model was made with a dictionary of them.
    package final var outputKeys: [String]?
    /// How the model is trained; set by `compile`.
    var training: TrainingSetup?
    let predictSteps = StepCache()
    /// What happened in the last `fit`.
    public internal(set) var history = History()
    /// What its `.keras` file keeps besides, by name: how raw data becomes its inputs, and what its outputs mean. Keras
    /// passes it over.
    package var annotations: ConfigObject = [:]
    /// Set by a callback, or from outside, to end training after the present batch.
    public var stopTraining = false

    /// A model drawn from inputs to outputs.
    ///
    /// - Parameters:
    ///   - seed: what its random numbers depend on; the same seed gives the same weights and the same training.
    /// - Throws: what does not fit in the network, with the layer's name.
    public init(inputs: [any Symbolic], outputs: [any Symbolic], name: String? = nil, seed: Int? = nil) throws {
        self.seed = seed ?? Int.random(in: 0..<1 << 31)
        super.init(name: name ?? "functional")
        try draw(inputs: inputs.map(\.symbolic), outputs: outputs.map(\.symbolic))
    }

    /// A model with one input and one output.
    public convenience init(inputs: any Symbolic, outputs: any Symbolic, name: String? = nil, seed: Int? = nil) throws {
        try self.init(inputs: [inputs], outputs: [outputs], name: name, seed: seed)
    }

    init(name: String, seed: Int?) {
        self.seed = seed ?? Int.random(in: 0..<1 << 31)
        super.init(name: name)
    }

    public override var className: String { "Functional" }
    public override var sublayers: [Layer] { layers }
    override var castsInputs: Bool { false }
    /// Keras numbers the layers of each class, in the order of `layers`; operations have no folder.
    public override var folders: [(path: String, layer: Layer)] {
        var counts: [String: Int] = [:]
        return layers.filter { !($0 is OperationLayer) }.map { layer in
            let base = layer.baseName
            let number = counts[base, default: 0]
            counts[base] = number + 1
            return (number == 0 ? "layers/\(base)" : "layers/\(base)_\(number)", layer)
        }
    }

    /// Takes over a drawn network: orders the calls, names the layers, gives the weights their first values.
    func draw(inputs: [SymbolicTensor], outputs: [SymbolicTensor]) throws {
        self.inputs = inputs
        self.outputs = outputs
        calls = GraphOrder.calls(to: inputs + outputs)
        try nameLayers()
        layers = GraphOrder.layers(inputs: inputs, outputs: outputs)
        for call in calls { if let error = call.error { throw error } }
        for call in calls where call.layer is Input && !inputs.contains(where: { $0.call === call }) {
            throw MyelinError(
                .argument, "\(call.layer.name): the outputs depend on this input, which the model does not have")
        }
        computedCalls = layers.contains(where: \.endsMasksInside) ? GraphOrder.byDepth(calls) : calls
        textPlan = try TextPlan(inputs: inputs, outputs: outputs, calls: calls)
        try ensureBuilt([])
        try initializeWeights(seed: seed)
    }

    /// Names those layers that have none, by Keras' rule: `dense`, `dense_1`, …
    private func nameLayers() throws {
        var layers: [Layer] = []
        var seen: Set<ObjectIdentifier> = []
        for call in calls where seen.insert(ObjectIdentifier(call.layer)).inserted { layers.append(call.layer) }
        var taken: Set<String> = []
        for layer in layers where !layer.hasAutomaticName {
            guard taken.insert(layer.name).inserted else {
                throw MyelinError(.argument, "two layers are named '\(layer.name)'")
            }
        }
        var counts: [String: Int] = [:]
        for layer in layers where layer.hasAutomaticName {
            let base = layer.baseName
            var name: String
            repeat {
                let number = counts[base, default: 0]
                name = number == 0 ? base : "\(base)_\(number)"
                counts[base] = number + 1
            } while !taken.insert(name).inserted
            layer.name = name
        }
    }

    /// The layer of a name.
    public func layer(named name: String) throws -> Layer {
        if let layer = layers.first(where: { $0.name == name }) { return layer }
        throw MyelinError(
            .unknownName, "\(self.name): no layer '\(name)'; there are \(layers.map(\.name).joined(separator: ", "))")
    }

    open override func build(_ inputs: [Shape]) throws {}

    open override func call(_ inputs: [Tensor], _ context: CallContext) throws -> [Tensor] {
        let entries = graphInputs
        guard inputs.count == entries.count else {
            throw MyelinError(.shape, "expected \(entries.count) inputs, got \(inputs.count)")
        }
        var values: [ObjectIdentifier: [Tensor]] = [:]
        for (place, tensor) in zip(entries, inputs) {
            try check(tensor.shape, fits: place)
            values[ObjectIdentifier(place.call)] = [tensor.cast(to: place.dtype)]
        }
        for call in textPlan?.graph ?? computedCalls where values[ObjectIdentifier(call)] == nil {
            let arguments = call.inputs.map { values[ObjectIdentifier($0.call)]![$0.output] }
            values[ObjectIdentifier(call)] = try call.layer.apply(arguments, context, call.arguments)
        }
        return graphOutputs.map { values[ObjectIdentifier($0.call)]![$0.output] }
    }

    /// Throws if data of a shape (with the batch axis) cannot enter at a place.
    func check(_ shape: Shape, fits place: SymbolicTensor) throws {
        let expected = place.shape
        // As Keras: only layers that keep something for each sample look at the size of the batch.
        guard shape.rank == expected.count,
            zip(shape.sizes, expected).dropFirst().allSatisfy({ $1 == nil || $0 == $1 })
        else {
            throw MyelinError(
                .shape, "\(place.call.layer.name): expected an input of shape \(place.shapeText), got \(shape)")
        }
    }

    /// The values of all weights, trained ones first, as Keras' `get_weights`.
    public func getWeights() throws -> [Tensor] { try weights.map { try $0.value.detached() } }

    /// Replaces the values of all weights, in the order of `weights`.
    public func setWeights(_ values: [Tensor]) throws {
        let weights = weights
        guard values.count == weights.count else {
            throw MyelinError(.argument, "\(name): expected values for \(weights.count) weights, got \(values.count)")
        }
        for (index, (weight, value)) in zip(weights, values).enumerated() where value.shape != weight.shape {
            throw MyelinError(
                .shape, "\(name): weight \(index) (\(weight.name)): expected shape \(weight.shape), got \(value.shape)")
        }
        for (weight, value) in zip(weights, values) { try weight.assign(value) }
    }
}

extension Model {
    /// The names of the outputs as logs have them: those given to a dictionary of outputs, else those of the layers that
    /// make them.
    public var outputNames: [String] { outputKeys ?? outputs.map(\.call.layer.name) }

    /// The names of the inputs, in order.
    public var inputNames: [String] { inputs.map(\.call.layer.name) }
}
