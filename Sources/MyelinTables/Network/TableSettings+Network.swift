import MyelinCore
import MyelinNN

extension TableSettings {
    /// Throws for what no training can be made with.
    func check(_ table: Table) throws {
        for name in ignored.union(categorical).sorted() { _ = try table[name] }
        guard epochs >= 1, batchSize >= 1, patience >= 0 else {
            throw MyelinError(
                .argument,
                "expected epochs and a batch size of at least 1 and a patience of at least 0, got \(epochs), \(batchSize) "
                    + "and \(patience)")
        }
        for (name, share) in [("test", testFraction), ("validation", validationFraction)]
        where !(share >= 0 && share < 1) {
            throw MyelinError(.argument, "the \(name) split: expected a share from 0 up to 1, got \(share)")
        }
        _ = try makeOptimizer()
    }

    /// Rows for training, for stopping and for testing; classes get the same share in each, as nearly as can be.
    ///
    /// - Parameter classes: of all rows there are; nil where the target is a number.
    package func parts(
        _ rows: [Int], classes: [Int]?
    ) throws -> (train: [Int], validation: [Int], test: [Int]) {
        let seed = UInt64(truncatingIfNeeded: seed)
        var (train, validation, test) = (rows, [Int](), [Int]())
        if testFraction > 0 { (train, test) = try divide(train, testFraction, seed: seed, stratifiedBy: classes) }
        if validationFraction > 0 {
            (train, validation) = try divide(train, validationFraction, seed: seed &+ 1, stratifiedBy: classes)
        }
        return (train, validation, test)
    }

    /// Dense layers from the features to the target.
    func network(_ featureCount: Int, _ target: TableTarget) throws -> Model {
        guard hidden.allSatisfy({ $0 >= 1 }) else {
            throw MyelinError(.argument, "mlp: expected at least 1 unit in each layer, got \(hidden)")
        }
        var layers: [Layer] = [Input(shape: [featureCount])]
        for units in hidden { layers.append(Dense(units, activation: try makeActivation())) }
        switch target.task {
        case .regression, .automatic: layers.append(Dense(1))
        case .binary: layers.append(Dense(1, activation: .sigmoid))
        case .multiclass: layers.append(Dense(target.classNames.count, activation: .softmax))
        }
        return try Sequential(layers, name: "mlp", seed: seed)
    }

    package func makeActivation() throws -> any Activation {
        try listing(Registry.activations.names) {
            try Registry.activations.make(.string(activation), owner: "activation")
        }
    }

    /// Says what names there are where one is unknown.
    private func listing<Product>(_ names: [String], _ make: () throws -> Product) throws -> Product {
        do { return try make() } catch let error as MyelinError where error.kind == .unknownName {
            throw MyelinError(.unknownName, "\(error.message); there are \(names.joined(separator: ", "))")
        }
    }

    package func makeOptimizer() throws -> Optimizer {
        if let learningRate, !(learningRate > 0 && learningRate.isFinite) {
            throw MyelinError(.argument, "the learning rate: expected a number above 0, got \(learningRate)")
        }
        let config: ConfigObject = learningRate.map { ["learning_rate": .double($0)] } ?? [:]
        return try listing(Registry.optimizers.names) {
            try Registry.optimizers.make(
                ["class_name": .string(optimizer), "config": .object(config)], owner: "optimizer")
        }
    }
}
