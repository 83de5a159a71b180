import MyelinCore

/// The networks that papers and courses name, as functions that return a `Model` ready for `compile`.
///
///     let model = try Architectures.resNet50(inputShape: [64, 64, 3], classes: 10, seed: 1)
///     model.compile(optimizer: Adam(), loss: .sparseCategoricalCrossentropy, metrics: [.accuracy])
///
/// They are made of Keras' layers alone, with the names and settings that a user of Keras would write, so that the real
/// Keras opens what is saved. Those that `keras.applications` has (VGG16, VGG19, ResNet50 and its deeper kin, MobileNet)
/// have its layers' names too. Weights begin at random. `docs/architectures.md` has a table of them.
public enum Architectures {
    /// What stands at the end of a network that is made without its classifier (`includeTop: false`). Keras: `pooling` of
    /// `keras.applications`.
    public enum Pooling: String, Sendable, CaseIterable {
        /// The mean of each channel.
        case average = "avg"
        /// The largest number of each channel.
        case maximum = "max"
    }

    /// Two hidden dense layers, each behind a dropout, and the classes.
    static func denseTop(_ classes: Int, units: Int, activation: any Activation, dropout: Double) -> [Layer] {
        [
            Flatten(), Dropout(dropout), Dense(units, activation: activation), Dropout(dropout),
            Dense(units, activation: activation), Dense(classes, activation: .softmax),
        ]
    }
}

/// A network that is drawn, with its layers built, before its weights get their first values: what is asked about large
/// networks without waiting for them.
package struct Drawing {
    private enum Form {
        case sequence([Layer])
        case network(inputs: [SymbolicTensor], outputs: [SymbolicTensor])
    }

    private let form: Form
    private let name: String?

    /// Layers one after the other, an `Input` first.
    init(sequence layers: [Layer], name: String? = nil) {
        form = .sequence(layers)
        self.name = name
    }

    init(_ input: Input, _ outputs: SymbolicTensor..., name: String? = nil) {
        form = .network(inputs: [input.symbolic], outputs: outputs)
        self.name = name
    }

    /// The network with weights.
    package func model(seed: Int?) throws -> Model {
        switch form {
        case .sequence(let layers): try Sequential(layers, name: name, seed: seed)
        case .network(let inputs, let outputs):
            try Model(inputs: inputs, outputs: outputs, name: name, seed: seed)
        }
    }

    /// The number of numbers in the weights, layer by layer.
    ///
    /// - Throws: what does not fit.
    package func parameterCount() throws -> Int {
        let outputs: [SymbolicTensor]
        switch form {
        case .sequence(let layers):
            guard let input = layers.first as? Input else { return 0 }
            outputs = [layers.dropFirst().reduce(input.symbolic) { LayerCall($1, [$0]).outputs[0] }]
        case .network(_, let ends): outputs = ends
        }
        let calls = GraphOrder.calls(to: outputs)
        for call in calls { if let error = call.error { throw error } }
        return GraphOrder.layers(inputs: [], outputs: outputs).reduce(0) { $0 + $1.parameterCount }
    }
}

extension SymbolicTensor {
    /// The number of channels, which stand last.
    var channels: Int { (shape.last ?? nil) ?? 0 }

    /// Draws layers one after the other from here.
    func through(_ layers: Layer...) -> SymbolicTensor { layers.reduce(self) { $1($0) } }

    /// The mean or the maximum of each channel, or the tensor itself. `names` as `keras.applications` gives them, if so.
    func pooled(_ pooling: Architectures.Pooling?, names: Bool) -> SymbolicTensor {
        switch pooling {
        case .average: GlobalAveragePooling2D(name: names ? "avg_pool" : nil)(self)
        case .maximum: GlobalMaxPooling2D(name: names ? "max_pool" : nil)(self)
        case nil: self
        }
    }
}
