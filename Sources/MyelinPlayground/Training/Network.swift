import Myelin

/// The model that settings describe, and its layers by what the page shows of them.
@TrainingActor
package final class Network {
    package let model: Sequential
    /// The hidden layers and the last one.
    package let dense: [Dense]
    /// Their weights, a kernel and a bias for each.
    package let kernels: [Variable]
    package let biases: [Variable]
    /// What comes after each of them, up to the values that the page shows: normalization and activation.
    private let following: [[Layer]]
    package let features: [Feature]
    package let loss: any Loss
    package let output: LossChoice.Output

    package init(_ settings: Settings) throws {
        features = Feature.named(settings.features)
        let choice = LossChoice.named(settings.lossName)
        output = choice.output(settings.problem)
        loss = try Registry.losses.make(.string(settings.lossName), owner: "loss")
        let activation = try Registry.activations.make(.string(settings.activation), owner: "activation")
        let last: any Activation =
            switch output {
            case .probability: SigmoidActivation()
            case .bounded: TanhActivation()
            case .unbounded: LinearActivation()
            }
        func layer(_ units: Int, _ activation: (any Activation)?) throws -> Dense {
            Dense(
                units, activation: activation,
                kernelInitializer: try Registry.initializers.make(.string(settings.initializer), owner: "initializer"),
                kernelRegularizer: try Network.regularizer(settings))
        }
        var dense: [Dense] = [], following: [[Layer]] = [], layers: [Layer] = [Input(shape: [features.count])]
        for units in settings.network {
            // Normalization comes between the sums and their activation, as its authors have it.
            dense.append(try layer(units, settings.batchNormalization ? nil : activation))
            following.append(settings.batchNormalization ? [BatchNormalization(), ActivationLayer(activation)] : [])
            layers += [dense.last!] + following.last!
            if settings.dropout > 0 { layers.append(Dropout(Double(settings.dropout) / 100)) }
        }
        dense.append(try layer(1, last))
        following.append([])
        layers.append(dense.last!)
        self.dense = dense
        self.following = following
        model = try Sequential(layers, name: "playground", seed: settings.seed)
        kernels = dense.compactMap(\.kernel)
        biases = dense.compactMap(\.bias)
        guard kernels.count == dense.count, biases.count == dense.count else {
            throw MyelinError(.argument, "playground: expected a kernel and a bias in each of \(dense.count) layers")
        }
        model.compile(optimizer: try Network.optimizer(settings), loss: loss)
        try model.optimizer?.check()
    }

    private static func regularizer(_ settings: Settings) throws -> (any Regularizer)? {
        let rate = ConfigValue.double(settings.regularizationRate)
        let config: ConfigObject
        switch settings.regularization {
        case "L1": config = ["l1": rate]
        case "L2": config = ["l2": rate]
        case "L1L2": config = ["l1": rate, "l2": rate]
        default: return nil
        }
        return try Registry.regularizers.make(
            ["class_name": .string(settings.regularization), "config": .object(config)], owner: "regularization")
    }

    private static func optimizer(_ settings: Settings) throws -> Optimizer {
        try Registry.optimizers.make(
            [
                "class_name": .string(settings.optimizer),
                "config": ["learning_rate": .double(settings.learningRate)],
            ], owner: "optimizer")
    }

    /// The values of every hidden layer's neurons, and of the output, for rows of features.
    package func layerOutputs(_ x: Tensor) throws -> [Tensor] {
        var x = x
        return try zip(dense, following).map { layer, others in
            x = try layer(x)
            for other in others { x = try other(x) }
            return x
        }
    }

    /// The features of points, one row for each.
    package func inputs(_ points: [DataPoint]) -> Tensor {
        let values = points.flatMap { point in features.map { $0.value(point.x, point.y) } }
        return Tensor(values, shape: [points.count, features.count])
    }

    /// What the network is to give for points.
    package func targets(_ points: [DataPoint]) -> Tensor {
        let isProbability = output == .probability
        return Tensor(points.map { isProbability ? ($0.label + 1) / 2 : $0.label }, shape: [points.count, 1])
    }

    /// A value of the last layer as the page colours it: from -1, orange, to 1, blue.
    package nonisolated static func shown(_ value: Float, _ output: LossChoice.Output) -> Float {
        output == .probability ? 2 * value - 1 : value
    }

    /// Takes over the weights of a network of the same layers.
    package func copyWeights(from other: Network) throws { try model.setWeights(try other.model.getWeights()) }

    // MARK: One weight

    /// Replaces one weight.
    ///
    /// - Parameters:
    ///   - layer: 0 for the first hidden layer; the last is the output.
    ///   - input: the neuron that the line comes from; nil for the bias.
    package func setWeight(layer: Int, input: Int?, unit: Int, to value: Double) throws {
        guard dense.indices.contains(layer) else {
            throw MyelinError(.argument, "layer: expected 0 to \(dense.count - 1), got \(layer)")
        }
        guard Settings.Limits.weight.contains(value) else {
            throw MyelinError(.argument, "weight: expected a number from -1000000 to 1000000, got \(value)")
        }
        let (kernel, units) = (kernels[layer], dense[layer].units)
        guard (0..<units).contains(unit), input.map({ (0..<kernel.shape[0]).contains($0) }) ?? true else {
            throw MyelinError(
                .argument,
                "layer \(layer): there is no weight from \(input.map(String.init) ?? "the bias") to \(unit); it has "
                    + "\(kernel.shape[0]) inputs and \(units) neurons")
        }
        let variable = input == nil ? biases[layer] : kernel
        var values = try variable.value.scalars(Float.self)
        values[(input ?? 0) * units + unit] = Float(value)
        try variable.assign(Tensor(values, shape: variable.shape))
    }
}
