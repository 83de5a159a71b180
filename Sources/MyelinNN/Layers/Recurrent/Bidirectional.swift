import MyelinCore

/// Runs a recurrent layer forward, another one backward over the same sequences, and merges their outputs. Keras:
/// `Bidirectional`.
///
/// - Input shape: that of the layer; initial states are those of the forward layer, then those of the backward one.
/// - Output shape: that of the layer, with twice its features where outputs are concatenated; two outputs where they are not
///   merged. With `returnState` the last states of the forward layer, then those of the backward one are further outputs.
/// - Weights: those of the forward layer, then those of the backward one.
public final class Bidirectional: Layer {
    /// How the outputs of both directions become one.
    public enum MergeMode: String, CaseIterable, Sendable {
        /// Their sum.
        case sum
        /// The product.
        case mul
        /// The mean.
        case ave
        /// One after the other along the features.
        case concat
    }

    /// What runs over the sequences as they are.
    public let forwardLayer: RNN
    public let backwardLayer: RNN
    /// Nil leaves both outputs as they are.
    public let mergeMode: MergeMode?
    /// Why there cannot be such a layer; thrown when it is built.
    private let problem: MyelinError?

    /// - Parameters:
    ///   - layer: the forward layer.
    ///   - mergeMode: how the outputs become one; nil leaves two.
    ///   - backwardLayer: by default one like the forward layer that goes the other way.
    public init(
        _ layer: RNN, mergeMode: MergeMode? = .concat, backwardLayer: RNN? = nil, name: String? = nil
    ) {
        forwardLayer = layer
        self.mergeMode = mergeMode
        var problem: MyelinError?
        do {
            self.backwardLayer = try backwardLayer ?? Self.reversed(layer)
        } catch {
            problem = MyelinError(
                .argument, "no copy of \(layer.className) can be made (\(error)); give a backwardLayer")
            self.backwardLayer = layer
        }
        self.problem = problem
        super.init(name: name)
        takeOver(named: backwardLayer == nil)
    }

    init(config: Config) throws {
        func direction(_ key: String) throws -> RNN {
            guard let layer = try config.layer(key) as? RNN else {
                throw MyelinError(
                    .file, "\(config.owner): setting '\(key)': expected a recurrent layer, got \(config.values[key]!)")
            }
            return layer
        }
        forwardLayer = try direction("layer")
        let isGiven = config.has("backward_layer")
        backwardLayer = isGiven ? try direction("backward_layer") : try Self.reversed(forwardLayer)
        // Null leaves two outputs; without the setting they are concatenated.
        mergeMode =
            config.values["merge_mode"] == .null ? nil : try config.choice("merge_mode", default: MergeMode.concat)
        problem = nil
        super.init(name: try config.string("name"))
        takeOver(named: !isGiven)
    }

    /// A layer like another that goes the other way.
    private static func reversed(_ layer: RNN) throws -> RNN {
        var settings = layer.config
        settings["name"] = .string(layer.name)
        settings["trainable"] = .bool(layer.trainable)
        if let activityRegularizer = layer.activityRegularizer {
            settings["activity_regularizer"] = activityRegularizer.serialized
        }
        guard let copy = try Registry.layers.make(layer.className, config: settings) as? RNN else {
            throw MyelinError(.argument, "\(layer.className) is no recurrent layer")
        }
        copy.dtypePolicy = layer.dtypePolicy
        copy.options.goBackwards = true
        return copy
    }

    /// As Keras: the layers are named after their direction, and give zeros at masked steps of sequences.
    private func takeOver(named isCopy: Bool) {
        if isCopy { backwardLayer.name = "backward_" + dropping("backward_", from: forwardLayer.name) }
        forwardLayer.name = "forward_" + dropping("forward_", from: forwardLayer.name)
        for layer in [forwardLayer, backwardLayer] {
            layer.options.zeroOutputForMask = layer.options.returnSequences
        }
    }

    private func dropping(_ prefix: String, from name: String) -> String {
        name.hasPrefix(prefix) ? String(name.dropFirst(prefix.count)) : name
    }

    public override var config: ConfigObject {
        [
            "merge_mode": ConfigValue(mergeMode?.rawValue), "layer": forwardLayer.serialized,
            "backward_layer": backwardLayer.serialized,
        ]
    }

    public override var sublayers: [Layer] { [forwardLayer, backwardLayer] }
    public override var folders: [(path: String, layer: Layer)] {
        [("forward_layer", forwardLayer), ("backward_layer", backwardLayer)]
    }
    public override var needsBatchSize: Bool { forwardLayer.needsBatchSize || backwardLayer.needsBatchSize }
    public override var supportsMasking: Bool { true }
    private var options: RecurrentOptions { forwardLayer.options }

    public override func computeMask(_ inputs: [Tensor], _ masks: [Tensor?], _ outputs: [Tensor]) -> [Tensor?] {
        let sequences = options.returnSequences ? (mergeMode == nil ? 2 : 1) : 0
        return outputs.indices.map { $0 < sequences ? masks.first ?? nil : nil }
    }

    override func ignoresInputMasks(_ arguments: CallArguments) -> Bool { arguments.giveInitialStates }

    public override func build(_ inputs: [Shape]) throws {
        if let problem { throw problem }
        let (forward, backward) = (forwardLayer.options, backwardLayer.options)
        guard forward.goBackwards != backward.goBackwards else {
            throw MyelinError(.argument, "expected one layer to go forward and the other to go backward")
        }
        guard forward.stateful == backward.stateful, forward.returnSequences == backward.returnSequences,
            forward.returnState == backward.returnState
        else {
            throw MyelinError(
                .argument, "expected both layers to agree in stateful, returnSequences and returnState")
        }
        guard let first = inputs.first else { return }
        for layer in [forwardLayer, backwardLayer] { try layer.ensureBuilt([first]) }
    }

    override func buildConfig(_ shapes: [ConfigValue], _ arguments: CallArguments) -> ConfigValue {
        forwardLayer.buildConfig(shapes, arguments)
    }

    public override func call(
        _ inputs: [Tensor], _ arguments: CallArguments, _ context: CallContext
    ) throws -> [Tensor] {
        let (x, states) = try arguments.sequence(inputs, states: "initial_state")
        let half = (states?.count ?? 0) / 2
        if let states, states.count % 2 != 0 {
            throw MyelinError(.shape, "expected states for both directions, got \(states.count)")
        }
        func run(_ layer: RNN, _ states: [Tensor]) throws -> [Tensor] {
            let places = states.indices.map { CallArgument.tensor($0 + 1) }
            var named: [String: CallArgument] = states.isEmpty ? [:] : ["initial_state": .list(places)]
            let mask = context.mask(of: x)
            if mask != nil { named["mask"] = .tensor(states.count + 1) }
            return try layer.apply(
                [x] + states + (mask.map { [$0] } ?? []), context,
                CallArguments(positional: [.tensor(0)], named: named))
        }
        let forward = try run(forwardLayer, Array((states ?? []).prefix(half)))
        let backward = try run(backwardLayer, Array((states ?? []).suffix(half)))
        // Its steps back in the order of time.
        let reversed = options.returnSequences ? backward[0].reversed(axes: [1]) : backward[0]
        return merged(forward[0], reversed) + forward[1...] + backward[1...]
    }

    private func merged(_ forward: Tensor, _ backward: Tensor) -> [Tensor] {
        switch mergeMode {
        case .sum: [forward + backward]
        case .mul: [forward * backward]
        case .ave: [(forward + backward) / 2]
        case .concat: [Tensor.concatenated([forward, backward], axis: -1)]
        case nil: [forward, backward]
        }
    }
}
