import Myelin
import MyelinNN
import TestSupport
import Testing

struct OptimizerTests {
    private func make(_ value: ConfigValue) throws -> Optimizer { try Optimizer.make(value, owner: "test") }

    @Test(arguments: try OptimizerGolden.file.get().cases)
    func matchesKeras(_ test: OptimizerGolden.Case) throws {
        let file = try OptimizerGolden.file.get()
        let optimizer = try make(test.arguments.serialized(className: test.name))
        let variables = try file.initial.enumerated().map { try Variable($1.tensor, name: "w\($0)") }
        var recorded = test.after.makeIterator()
        for (number, gradients) in file.gradients.enumerated() {
            try optimizer.step(variables, gradients.map(\.tensor))
            guard file.recorded.contains(number + 1), let expected = recorded.next() else { continue }
            for (variable, values) in zip(variables, expected) {
                let difference = try mismatch(variable.value, values, rtol: 5e-6, atol: 1e-6)
                #expect(difference == nil, "step \(number + 1) of \(variable.name)")
            }
        }
        try optimizer.finalizeVariables(variables)
        for (variable, values) in zip(variables, test.finalized ?? []) {
            #expect(try mismatch(variable.value, values, rtol: 5e-6, atol: 1e-6) == nil, "\(variable.name) at the end")
        }
        let state = try optimizer.state(for: variables).map { variable in
            "\(variable.name)(\(variable.shape.sizes.map(String.init).joined(separator: ",")))"
        }
        #expect(state.joined(separator: " ") == test.state)
    }

    /// A callback changes the rate between steps.
    @Test func theLearningRateMayChange() throws {
        let weight = try Variable(Tensor([1]), name: "w")
        let optimizer = SGD(learningRate: 0.5)
        try optimizer.step([weight], [Tensor([1])])
        #expect(try weight.value.scalar() == 0.5)
        try optimizer.adjustableLearningRate().set(scalar: 0.25)
        try optimizer.step([weight], [Tensor([1])])
        #expect(try weight.value.scalar() == 0.25)
        #expect(try optimizer.currentLearningRate() == 0.25)
    }

    @Test func doublesStayDoubles() throws {
        let optimizers: [Optimizer] = [
            SGD(learningRate: 0.5, momentum: 0.9, nesterov: true), RMSprop(), Adam(), AdamW(), Adamax(), Nadam(),
            Adadelta(), Adagrad(), Adafactor(), Ftrl(beta: 0.1), Lion(), Lamb(), Muon(),
            ScheduleFreeAdamW(warmupSteps: 2), LossScaleOptimizer(SGD()),
            SGD(options: OptimizerOptions(weightDecay: 0.1, clipNorm: 1)),
            SGD(options: OptimizerOptions(useEMA: true, lossScaleFactor: 2, gradientAccumulationSteps: 2)),
        ]
        for optimizer in optimizers {
            for value in [Tensor([1, 2] as [Double]), Tensor([1, 2] as [Double], shape: [1, 2])] {
                let weight = try Variable(value, name: "w")
                let updates = try optimizer.updates(for: [weight], gradients: [value])
                for update in updates {
                    #expect(update.value.type == update.variable.type, "\(optimizer.className) \(update.variable.name)")
                }
            }
        }
    }

    /// Layers in Float64 below a head in Float32: the norm is of both, each gradient stays of its own type.
    @Test func aGlobalNormKeepsEachWeightsType() throws {
        let single = try Variable(Tensor([3]), name: "a")
        let double = try Variable(Tensor([4] as [Double]), name: "b")
        let optimizer = SGD(learningRate: 1, options: OptimizerOptions(globalClipNorm: 1))
        try optimizer.step([single, double], [Tensor([3]), Tensor([4] as [Double])])
        #expect(try mismatch(single.value.scalars(Double.self) + double.value.scalars(Double.self), [2.4, 3.2]) == nil)
    }

    /// A constraint has the last word on a weight, and the moving average does not know of it, as in Keras.
    @Test func constraintsComeLast() throws {
        let weight = try Variable(Tensor([1, -1]), name: "w")
        let optimizer = SGD(learningRate: 1, options: OptimizerOptions(useEMA: true))
        let updates = try optimizer.updates(for: [weight], gradients: [Tensor([2, 0])]) { _, value in maximum(value, 0)
        }
        let values = try updates.map { try $0.value.scalars(Double.self) }
        #expect(values == [[0, 0], [-1, -1], [1]])
    }

    /// Growth after two steps without infinities, half after one with them, which changes nothing else.
    @Test func lossScaleFollowsInfinities() throws {
        let weight = try Variable(Tensor([1]), name: "w")
        let optimizer = LossScaleOptimizer(SGD(learningRate: 1), initialScale: 8, dynamicGrowthSteps: 2)
        #expect(try optimizer.scaledLoss(Tensor(0.5)).scalar() == 4)
        var seen: [[Double]] = []
        for gradient: Float in [4, .infinity, 1, 1, .nan, 4] {
            try optimizer.step([weight], [Tensor([gradient])])
            seen.append([
                Double(try weight.value.scalar(Float.self)), optimizer.dynamicScale.scalar, optimizer.iterations.scalar,
            ])
        }
        #expect(seen == [[0.5, 8, 1], [0.5, 4, 1], [0.25, 4, 2], [0, 8, 3], [0, 4, 3], [-1, 4, 4]])
        #expect(
            try optimizer.state(for: [weight]).map(\.name) == [
                "iteration", "learning_rate", "step_counter", "dynamic_scale", "iteration", "learning_rate",
            ])
        #expect(
            try optimizer.stateTree(for: [weight]).paths.map(\.path).suffix(2) == [
                "inner_optimizer/vars/0", "inner_optimizer/vars/1",
            ])
    }

    @Test func severalOptimizersShareTheWeights() throws {
        let names = ["seq/hidden/kernel", "seq/hidden/bias", "seq/head/kernel", "seq/head/bias"]
        let variables = try names.map { try Variable(Tensor([1]), name: $0) }
        let optimizer = MultiOptimizer(
            [".*hidden.*": SGD(learningRate: 1, momentum: 0.5), "seq/head/bias": SGD(learningRate: 0.25)],
            default: SGD(learningRate: 0.5))
        try optimizer.check()
        try optimizer.step(variables, variables.map { _ in Tensor([1]) })
        #expect(try variables.map { try $0.value.scalar(Float.self) } == [0, 0, 0.5, 0.75])
        #expect(
            try optimizer.stateTree(for: variables).paths.map(\.path).filter { $0.hasSuffix("/0") } == [
                "vars/0", "optimizers/sgd/vars/0", "optimizers/sgd_1/vars/0", "optimizers/sgd_2/vars/0",
            ])
        let both = MultiOptimizer([".*kernel": SGD(), ".*hidden.*": SGD()], default: SGD())
        #expect(
            throws: MyelinError(
                .argument, "MultiOptimizer: the weight 'seq/hidden/kernel' is meant by '.*kernel' and '.*hidden.*'")
        ) { try both.updates(for: variables, gradients: variables.map(\.value)) }
    }

    /// Paths follow Keras: a Sequential's name is in front, a functional model's is not.
    @Test func pathsNameTheLayersAround() throws {
        let model = try Sequential(name: "seq") {
            Input(shape: [2])
            Dense(3, name: "hidden")
        }
        let outer = try Model(inputs: model.inputs, outputs: model.outputs, name: "outer")
        model.assignPaths()
        #expect(model.weights.map(\.path) == ["seq/hidden/kernel", "seq/hidden/bias"])
        outer.assignPaths()
        #expect(outer.weights.map(\.path) == ["hidden/kernel", "hidden/bias"])
    }

    /// In one Program, an update of many tensors is one call.
    @Test(arguments: [
        "SGD", "RMSprop", "Adam", "AdamW", "Adamax", "Nadam", "Adadelta", "Adagrad", "Ftrl", "Lion",
        "ScheduleFreeAdamW",
    ])
    func updatesAreOnePass(_ name: String) throws {
        let options: [ConfigValue] = [
            [:],
            ["weight_decay": 0.1, "use_ema": true, "ema_overwrite_frequency": 2, "gradient_accumulation_steps": 2],
        ]
        for config in options {
            let optimizer = try make(["class_name": .string(name), "config": config])
            let shapes: [Shape] = [[7, 5], [5], [5, 1], [1]]
            let variables = shapes.map { Variable(zeros: TensorType($0, .float32), name: "w") }
            let gradients = shapes.map { Tensor.placeholder("g", TensorType($0, .float32)) }
            var builder = ProgramBuilder(backend: CPUBackend())
            for gradient in gradients { builder.addInput(gradient) }
            for (variable, value) in try optimizer.updates(for: variables, gradients: gradients) {
                try builder.addUpdate(variable, value)
            }
            let lines = try CPUBackend.compile(builder.build()).lines
            let passes = lines.filter { $0.detail.hasPrefix("4 tensors") }
            #expect(passes.count == 1, "\(name) \(config): \(lines.map { "\($0.kernel) \($0.detail)" })")
            // Besides it there are only scalars, which are no arrays in memory.
            #expect(
                lines.filter { $0.bytes > 128 }.count == 1,
                "\(name): \(lines.map { "\($0.kernel) \($0.bytes) \($0.detail)" })")
        }
    }
}
