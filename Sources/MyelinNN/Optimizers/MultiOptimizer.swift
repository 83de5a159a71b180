import MyelinCore

/// Different optimizers for different weights. Keras: `MultiOptimizer`, with its `OptimizerMap`.
///
///     MultiOptimizer([".*embedding.*": Adagrad(learningRate: 0.1)], default: Adam())
///
/// A weight goes to the optimizer whose regular expression matches the whole of its path, such as
/// "sequential/hidden/kernel", and to the default if none does.
public final class MultiOptimizer: Optimizer, WrappingOptimizer {
    /// The optimizers by the regular expressions for their weights.
    public let optimizerMap: [(pattern: String, optimizer: Optimizer)]
    public let defaultOptimizer: Optimizer
    /// All optimizers, each once, the default last.
    public let optimizers: [Optimizer]

    /// - Parameters:
    ///   - optimizerMap: optimizers by the regular expressions for their weights' paths.
    ///   - defaultOptimizer: for all other weights.
    ///   - lossScaleFactor: the factor of the loss whose gradients are taken; it holds for all of them.
    ///   - name: the optimizer's name in files.
    public convenience init(
        _ optimizerMap: KeyValuePairs<String, Optimizer>, default defaultOptimizer: Optimizer,
        lossScaleFactor: Double? = nil, name: String? = nil
    ) {
        self.init(
            map: optimizerMap.map { ($0.key, $0.value) }, default: defaultOptimizer,
            options: OptimizerOptions(lossScaleFactor: lossScaleFactor, name: name))
    }

    private init(map: [(String, Optimizer)], default defaultOptimizer: Optimizer, options: OptimizerOptions) {
        optimizerMap = map.map { (pattern: $0.0, optimizer: $0.1) }
        self.defaultOptimizer = defaultOptimizer
        var all: [Optimizer] = []
        for optimizer in map.map(\.1) + [defaultOptimizer] where !all.contains(where: { $0 === optimizer }) {
            optimizer.options.lossScaleFactor = options.lossScaleFactor
            all.append(optimizer)
        }
        optimizers = all
        super.init(learningRate: 0, options: options)
    }

    convenience init(settings: OptimizerSettings) throws {
        let config = settings.config
        guard case .object(let map)? = config.values["optimizer_map"], case .object(let content)? = map["config"],
            let fallback = content["default_optimizer"]
        else { throw MyelinError(.file, "\(config.owner): setting 'optimizer_map': expected an OptimizerMap") }
        var found: [(String, Optimizer)] = []
        if case .object(let optimizers)? = content["optimizer_map"] {
            for (pattern, value) in optimizers {
                found.append((pattern, try Optimizer.make(value, owner: "\(config.owner) '\(pattern)'")))
            }
        }
        self.init(
            map: found, default: try Optimizer.make(fallback, owner: config.owner),
            options: OptimizerOptions(lossScaleFactor: settings.options.lossScaleFactor, name: settings.options.name))
    }

    public override var className: String { "MultiOptimizer" }
    var wrapperConfig: ConfigObject {
        var patterns: ConfigObject = [:]
        for (pattern, optimizer) in optimizerMap { patterns[pattern] = optimizer.serialized }
        let map: ConfigObject = [
            "default_optimizer": defaultOptimizer.serialized, "optimizer_map": .object(patterns),
        ]
        return [
            "optimizer_map": [
                "module": "keras.optimizers", "class_name": "OptimizerMap", "config": .object(map),
                "registered_name": nil,
            ], "loss_scale_factor": ConfigValue(options.lossScaleFactor), "name": .string(name),
        ]
    }

    public override func adjustableLearningRate() throws -> Variable { throw severalRates }
    public override func currentLearningRate() throws -> Double { throw severalRates }
    public override func adjustableRates() throws -> [(name: String, rate: Variable)] {
        var counts: [String: Int] = [:]
        return try optimizers.map { optimizer in
            let name = "learning_rate_\(optimizer.name)", number = counts[name, default: 0]
            counts[name] = number + 1
            return (number == 0 ? name : "\(name)_\(number)", try optimizer.adjustableLearningRate())
        }
    }
    private var severalRates: MyelinError {
        MyelinError(.argument, "\(className): each of its optimizers has a learning rate of its own; use theirs")
    }

    public override func check() throws {
        try super.check()
        for (pattern, _) in optimizerMap { _ = try PathPattern(pattern, owner: className) }
        for optimizer in optimizers {
            guard !(optimizer is any WrappingOptimizer) else {
                throw MyelinError(.argument, "\(className): a \(optimizer.className) cannot be inside")
            }
            try optimizer.check()
        }
    }

    public override func updates(
        for variables: [Variable], gradients: [Tensor], constraint: (Variable, Tensor) -> Tensor = { $1 }
    ) throws -> [(variable: Variable, value: Tensor)] {
        guard !variables.isEmpty else { return [] }
        var result: [(variable: Variable, value: Tensor)] = []
        for (optimizer, places) in try places(variables) {
            result += try optimizer.updates(
                for: places.map { variables[$0] }, gradients: places.map { gradients[$0] }, constraint: constraint)
        }
        return result + [(iterations, iterations.value + 1)]
    }

    override func averages(of variables: [Variable]) throws -> [(weight: Variable, average: Variable)] {
        try places(variables).flatMap { optimizer, places in try optimizer.averages(of: places.map { variables[$0] }) }
    }

    public override func stateTree(for variables: [Variable]) throws -> OptimizerState {
        var own = initialState
        var children: [(name: String, state: OptimizerState)] = []
        var counts: [String: Int] = [:]
        for (optimizer, places) in try places(variables) {
            let used = places.map { variables[$0] }
            // Keras does not build an optimizer without weights.
            let state = used.isEmpty ? OptimizerState(optimizer.initialState) : try optimizer.stateTree(for: used)
            own += state.own
            let base = snakeCase(optimizer.className), number = counts[base, default: 0]
            counts[base] = number + 1
            children.append(("optimizers/" + (number == 0 ? base : "\(base)_\(number)"), state))
        }
        return OptimizerState(own, children: children)
    }

    /// The optimizers, each with the places of its weights.
    private func places(_ variables: [Variable]) throws -> [(optimizer: Optimizer, places: [Int])] {
        let patterns = try optimizerMap.map { try PathPattern($0.pattern, owner: className) }
        var result = optimizers.map { (optimizer: $0, places: [Int]()) }
        for (place, variable) in variables.enumerated() {
            let path = variable.path
            let exact = optimizerMap.indices.filter { optimizerMap[$0].pattern == path }
            let matching = exact.isEmpty ? patterns.indices.filter { patterns[$0].matches(path) } : exact
            guard matching.count <= 1 else {
                let names = matching.map { "'\(optimizerMap[$0].pattern)'" }.joined(separator: " and ")
                throw MyelinError(.argument, "\(className): the weight '\(path)' is meant by \(names)")
            }
            let chosen = matching.first.map { optimizerMap[$0].optimizer } ?? defaultOptimizer
            result[optimizers.firstIndex { $0 === chosen }!].places.append(place)
        }
        return result
    }
}
