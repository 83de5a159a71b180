import MyelinCore

/// A function of tensors with weights. Calling it records operations; it computes nothing.
///
/// A layer of one's own overrides `build`, which creates the weights once the input's shape is known, and `call`:
///
///     final class Scale: Layer {
///         var factor: Variable!
///         override func build(_ input: Shape) throws {
///             factor = addWeight("factor", shape: [input[input.rank - 1]], initializer: Ones())
///         }
///         override func call(_ x: Tensor, _ context: CallContext) throws -> Tensor { x * factor.value }
///     }
open class Layer {
    /// A weight and how it begins.
    public struct Weight {
        /// What holds its value.
        public let variable: Variable
        /// What gives it its first value.
        public let initializer: any Initializer
        /// A penalty on it that is added to the loss.
        public let regularizer: (any Regularizer)?
        /// What it is put back into after each step.
        public let constraint: (any Constraint)?
    }

    /// Unique within its model: given, or made from the class name as Keras does (`dense`, `dense_1`).
    public internal(set) var name: String
    let hasAutomaticName: Bool
    /// Whether training changes its weights.
    public var trainable = true
    /// The element type of its weights and the precision in which it computes; to be set before the weights are made, or
    /// between policies of one type at any time. Steps that are compiled stay as they are.
    public var dtypePolicy = DTypePolicy.float32
    /// The element type of its weights, and of what it computes.
    public var computeDType: DType { dtypePolicy.dtype }
    /// A penalty on each output, divided by the size of the batch. Keras: `activity_regularizer`.
    public var activityRegularizer: (any Regularizer)?
    /// Whether files may lack its weights, which then stay as they begin: Keras makes those of an activation when it is first
    /// called, and a model that was only drawn has none.
    package final var mayLackWeights = false
    /// What is learned in the place of its kernel, if that is frozen. Keras: `lora_rank`.
    var lora: LoRA?
    /// Its own weights in the order of their creation.
    public private(set) var ownWeights: [Weight] = []
    /// Its own random streams.
    public private(set) var seedGenerators: [SeedGenerator] = []
    private var ownSeeds: [ObjectIdentifier: Int] = [:]
    /// Why a weight that `build` asked for is not there.
    private var impossibleWeight: MyelinError?
    /// Whether its weights have been made.
    public private(set) var isBuilt = false
    private var isInitialized = false

    public init(name: String? = nil) {
        hasAutomaticName = name == nil
        self.name = name ?? ""
        if name == nil { self.name = baseName }
    }

    /// Keras' class name; that of the Swift class where it is the same.
    open var className: String { String(describing: type(of: self)) }
    /// What names and folders of weights are made of: the class name in snake case, where Keras has no other.
    open var baseName: String { snakeCase(className) }
    /// Keras' module of the class.
    open var module: String { "keras.layers" }
    /// What the layer was made with, by Keras' names.
    open var config: ConfigObject { [:] }
    /// The dtype policies that it may have.
    var policies: [DTypePolicy] { DTypePolicy.all }
    /// Settings of every layer that Keras' class does not take.
    var omittedSettings: Set<String> { [] }
    /// Whether inputs are converted to `computeDType`; models leave that to their layers.
    var castsInputs: Bool { true }
    /// Whether weights are read in the layer's precision, too; normalizations keep theirs.
    var roundsWeights: Bool { true }
    /// The layers inside this one.
    open var sublayers: [Layer] { [] }

    /// The layers inside by their folders in Keras' weight files.
    open var folders: [(path: String, layer: Layer)] { [] }

    /// Whether the layer's inputs need a batch of a fixed size, because it keeps something for each sample of it.
    open var needsBatchSize: Bool { false }

    /// Keras' form of the shapes that the layer was built for, from those of its inputs.
    func buildConfig(_ shapes: [ConfigValue], _ arguments: CallArguments) -> ConfigValue {
        if let named = namedInputs(arguments) {
            let fields = named.map { ("\($0)_shape", shapes[$1]) }
            return ["shapes_dict": .object(ConfigObject(uniqueKeysWithValues: fields))]
        }
        return ["input_shape": shapes.count == 1 ? shapes[0] : .array(shapes)]
    }

    // MARK: To override

    /// Creates the weights for inputs of this shape. The size of the batch axis means nothing.
    open func build(_ input: Shape) throws {}
    /// Creates the weights of a layer with several inputs.
    open func build(_ inputs: [Shape]) throws {
        if let first = inputs.first { try build(first) }
    }

    /// Creates the weights of a layer whose inputs have parts that the call's arguments tell.
    open func build(_ inputs: [Shape], _ arguments: CallArguments) throws { try build(inputs) }
    /// The inputs by which Keras builds the layer anew, by the names of its arguments; nil for all of them.
    func namedInputs(_ arguments: CallArguments) -> [String: Int]? { nil }

    /// The output for one input.
    open func call(_ x: Tensor, _ context: CallContext) throws -> Tensor { x }
    /// The outputs of a layer with several inputs or outputs.
    open func call(_ inputs: [Tensor], _ context: CallContext) throws -> [Tensor] {
        guard inputs.count == 1 else {
            throw MyelinError(.shape, "expected one input, got \(inputs.count)")
        }
        return [try call(inputs[0], context)]
    }
    /// The outputs of a layer whose call takes more than tensors: arguments by name, constants among the tensors.
    open func call(_ inputs: [Tensor], _ arguments: CallArguments, _ context: CallContext) throws -> [Tensor] {
        if let special = arguments.special {
            throw MyelinError(.argument, "\(className) cannot be called with \(special)")
        }
        return try call(inputs, context)
    }

    /// The class name that Keras' `summary` shows.
    var statedClassName: String { className }

    /// The shapes of the outputs that Keras' `summary` states, from those of the inputs and what is computed from them.
    func statedShapes(_ inputs: [[Int?]], _ arguments: CallArguments, _ computed: [[Int?]]) -> [[Int?]] { computed }

    /// Whether masks pass through the layer; one that says no ends them. Keras: `supports_masking`.
    open var supportsMasking: Bool { false }

    /// Whether a call with these arguments does not heed the masks that come with its inputs, but only one that it is given.
    func ignoresInputMasks(_ arguments: CallArguments) -> Bool { false }

    /// Whether a call takes the masks of its inputs away, so that what is computed later finds none there.
    var endsInputMasks: Bool { false }
    /// Whether it or a layer inside does so.
    var endsMasksInside: Bool { endsInputMasks || sublayers.contains(where: \.endsMasksInside) }

    /// The masks of the outputs, from those of the inputs; by default each output has that of the input of its number.
    /// Asked only of a layer that supports masking. Keras: `compute_mask`.
    open func computeMask(_ inputs: [Tensor], _ masks: [Tensor?], _ outputs: [Tensor]) throws -> [Tensor?] {
        outputs.indices.map { masks.indices.contains($0) ? masks[$0] : nil }
    }

    // MARK: Weights

    /// Creates a weight; for use in `build`.
    ///
    /// - Parameters:
    ///   - regularizer: a penalty that is added to the loss.
    ///   - constraint: what the weight is put back into after each step of training.
    public func addWeight(
        _ name: String, shape: Shape, initializer: any Initializer, regularizer: (any Regularizer)? = nil,
        constraint: (any Constraint)? = nil, trainable: Bool = true, dtype: DType? = nil
    ) -> Variable {
        let dtype = dtype ?? computeDType
        guard WeightBudget.takes(TensorType(shape, dtype)) else {
            impossibleWeight = MyelinError(.argument, "\(name): a weight of shape \(shape) does not fit in memory")
            return Variable(zeros: TensorType([0], dtype), name: name, trainable: trainable)
        }
        let variable = Variable(zeros: TensorType(shape, dtype), name: name, trainable: trainable)
        ownWeights.append(
            Weight(variable: variable, initializer: initializer, regularizer: regularizer, constraint: constraint))
        return variable
    }

    /// Creates a random stream; for use in an initializer or `build`.
    ///
    /// - Parameter seed: what it depends on; by default the model's seed.
    public func addSeedGenerator(seed: Int? = nil) -> SeedGenerator {
        let generator = SeedGenerator(seed: seed ?? Int.random(in: 0..<Int.max))
        seedGenerators.append(generator)
        if let seed { ownSeeds[ObjectIdentifier(generator)] = seed }
        return generator
    }

    /// What a file lists under the layer itself, trained ones first.
    open var storedWeights: [Variable] {
        let variables = ownWeights.map(\.variable)
        if let lora { return variables.filter { !lora.variables.contains($0) } }
        return variables.filter(\.trainable) + variables.filter { !$0.trainable }
    }

    /// All weights, its own and those of the layers inside, trained ones first as Keras lists them.
    public var weights: [Variable] { trainableWeights + nonTrainableWeights }

    /// The weights that training changes.
    public var trainableWeights: [Variable] {
        guard trainable else { return [] }
        return ownWeights.map(\.variable).filter(\.trainable) + sublayers.flatMap(\.trainableWeights)
    }

    /// The weights that training leaves to themselves.
    public var nonTrainableWeights: [Variable] {
        let all = allWeights
        let trained = Set(trainableWeights)
        return all.filter { !trained.contains($0) }
    }

    /// Every weight, in the order layer by layer.
    var allWeights: [Variable] { ownWeights.map(\.variable) + sublayers.flatMap(\.allWeights) }

    /// All that a saved model keeps: every weight, and the state of the random streams.
    public var storedVariables: [Variable] {
        ownWeights.map(\.variable) + seedGenerators.flatMap { [$0.key, $0.counter] }
            + sublayers.flatMap(\.storedVariables)
    }

    /// The number of numbers in the weights.
    public var parameterCount: Int { allWeights.reduce(0) { $0 + $1.shape.count } }

    /// Penalties on the weights of this layer and those inside that are trained; as in Keras a frozen weight costs nothing.
    var regularizationLosses: [Tensor] {
        guard trainable else { return [] }
        return ownWeights.filter(\.variable.trainable).compactMap { weight in
            weight.regularizer.map { $0(weight.variable.value) }
        } + sublayers.flatMap(\.regularizationLosses)
    }

    // MARK: Use

    /// Builds the layer if it is not, and throws what does not fit with the layer's name in front.
    func ensureBuilt(_ inputs: [Shape], _ arguments: CallArguments? = nil) throws {
        guard !isBuilt else { return }
        do {
            impossibleWeight = nil
            try build(inputs, arguments ?? CallArguments(tensors: inputs.count))
            if let impossibleWeight { throw impossibleWeight }
            isBuilt = true
        } catch let error as MyelinError {
            ownWeights = []
            throw error.located(at: name)
        }
    }

    /// Records the layer on tensors; the way in for models.
    func apply(
        _ inputs: [Tensor], _ context: CallContext, _ arguments: CallArguments? = nil
    ) throws -> [Tensor] {
        for input in inputs { if let error = input.error { throw error } }
        var (inputs, arguments) = (inputs, arguments ?? CallArguments(tensors: inputs.count))
        let given = arguments.takeMasks(from: &inputs)
        // Weights are made for an input's shape: a call without one must not pass for having made them.
        guard !inputs.isEmpty else { throw MyelinError(.shape, "expected an input, got none").located(at: name) }
        var masks = inputs.map { context.mask(of: $0) }
        for (place, mask) in given { masks[place] = mask }
        let received = inputs
        // As Keras: numbers come in the layer's own precision, whole numbers as they are.
        inputs = inputs.map { $0.dtype.isFloatingPoint && castsInputs ? inOwnPrecision($0.cast(to: computeDType)) : $0 }
        // A tensor that comes as two inputs may have a mask for each.
        for (place, _) in given where inputs.indices.contains(where: { $0 != place && inputs[$0] === inputs[place] }) {
            inputs[place] = inputs[place].recordedAgain()
        }
        // A mask given with the call is this call's alone, and so is that a mask is not heeded.
        let ignores = given.isEmpty && ignoresInputMasks(arguments)
        let changed = ignores ? Array(inputs.indices) : given.map(\.input)
        let before = changed.map { (tensor: inputs[$0], mask: context.mask(of: inputs[$0])) }
        defer { for (tensor, mask) in before { context.setMask(mask, of: tensor) } }
        for (input, mask) in zip(inputs, masks) where mask != nil { context.setMask(ignores ? nil : mask, of: input) }
        try ensureBuilt(inputs.map(\.shape), arguments)
        do {
            if roundsWeights {
                for weight in ownWeights { weight.variable.readPrecision = dtypePolicy.precision }
            }
            defer { for weight in ownWeights { weight.variable.readPrecision = nil } }
            let results = try call(inputs, arguments, context)
            if endsInputMasks { for input in received { context.setMask(nil, of: input) } }
            let outputs = results.map { $0.dtype.isFloatingPoint && castsInputs ? inOwnPrecision($0) : $0 }
            for (result, output) in zip(results, outputs) { context.setMask(context.mask(of: result), of: output) }
            if supportsMasking {
                for (output, mask) in zip(outputs, try computeMask(inputs, masks, outputs))
                where mask != nil && context.mask(of: output) == nil {
                    context.setMask(mask, of: output)
                }
            }
            for output in outputs {
                if let error = output.error { throw error }
                if let activityRegularizer {
                    let batch = Double(output.shape.sizes.first ?? 1)
                    context.addLoss(batch == 0 ? 0 : activityRegularizer(output) / batch)
                }
            }
            return outputs
        } catch let error as MyelinError {
            throw error.located(at: name)
        }
    }

    /// Rounded, where the layer computes in 16 bits.
    private func inOwnPrecision(_ x: Tensor) -> Tensor { dtypePolicy.precision.map { x.rounded(to: $0) } ?? x }

    /// Gives every weight that has no value yet its first one. Weight number i of the layer comes from stream i.
    func initializeWeights(seed: Int, again: Bool = false) throws {
        if isBuilt, !isInitialized || again {
            for (index, weight) in ownWeights.enumerated() {
                let key = Variable(constant: 0, .int64, name: "key")
                key.storage.bytes.storeBytes(of: Int64(derivedSeed(seed, index)), as: Int64.self)
                let variable = weight.variable
                try variable.assign(weight.initializer(variable.shape, dtype: variable.dtype, key: key.value))
            }
            for (index, generator) in seedGenerators.enumerated() {
                generator.seed(ownSeeds[ObjectIdentifier(generator)] ?? derivedSeed(seed, 1000 + index))
            }
            isInitialized = true
        }
        for (index, layer) in sublayers.enumerated() {
            try layer.initializeWeights(seed: derivedSeed(seed, 2000 + index), again: again)
        }
    }

    /// The output for a tensor, by itself without a model.
    public func callAsFunction(_ x: Tensor, training: Bool = false) throws -> Tensor {
        try ensureBuilt([x.shape])
        try initializeWeights(seed: Int.random(in: 0..<Int.max))
        let context = CallContext(training: training)
        let output = try apply([x], context)[0]
        for (variable, value) in context.updates { try variable.assign(value) }
        return output
    }
}

extension Tensor {
    /// Whether both are the same result of the same operation.
    fileprivate static func === (a: Tensor, b: Tensor) -> Bool { a.node === b.node && a.output == b.output }
}
