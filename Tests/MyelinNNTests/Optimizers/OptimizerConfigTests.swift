import Myelin
import MyelinNN
import TestSupport
import Testing

struct OptimizerConfigTests {
    private func make(_ value: ConfigValue) throws -> Optimizer { try Optimizer.make(value, owner: "test") }

    /// What Keras writes comes out again: the same names, the same values.
    @Test func serializedFormsAreKeras() throws {
        for expected in try OptimizerGolden.file.get().serialized {
            let written = try make(.object(expected.values)).serialized
            #expect(plain(written) == plain(.object(expected.values)))
        }
    }

    /// Whole numbers may be of either kind.
    private func plain(_ value: ConfigValue) -> ConfigValue {
        switch value {
        case .int(let number): .double(Double(number))
        case .double(let number): .double(Double(Float(number)))
        case .array(let values): .array(values.map(plain))
        case .object(let values): .object(values.mapValues(plain))
        default: value
        }
    }

    @Test func configurationsRoundTrip() throws {
        let optimizers: [Optimizer] = [
            SGD(learningRate: 0.5, momentum: 0.9, nesterov: true),
            RMSprop(rho: 0.8, momentum: 0.1, epsilon: 1e-5, centered: true),
            Adam(beta1: 0.8, beta2: 0.99, epsilon: 1e-6, amsgrad: true, options: OptimizerOptions(weightDecay: 0.01)),
            SGD(
                options: OptimizerOptions(
                    clipNorm: 1, useEMA: true, emaMomentum: 0.5, emaOverwriteFrequency: 3, lossScaleFactor: 2,
                    gradientAccumulationSteps: 4, name: "mine")),
            Muon(adamWeightDecay: nil, weightDecay: nil, excludeLayers: ["head"], rmsRate: nil),
            Adam(
                learningRate: CosineDecay(initialLearningRate: 0.1, decaySteps: 10, warmupTarget: 0.5, warmupSteps: 3)),
            LossScaleOptimizer(MultiOptimizer(["a": Lion(), "b": Lamb()], default: Ftrl(beta: 1))), .adam, .rmsprop,
            .sgd,
            .adam(learningRate: 0.25), .sgd(learningRate: 0.5, momentum: 0.5), .rmsprop(learningRate: 0.5), .adamW,
            .adamW(learningRate: 0.1, weightDecay: 0.5),
        ]
        for optimizer in optimizers { #expect(try make(optimizer.serialized).serialized == optimizer.serialized) }
        #expect(try make("adam") is Adam)
        #expect(try make("adamw") is AdamW)
        #expect(try make("schedulefreeadamw") is ScheduleFreeAdamW)
        #expect(try make("SGD").learningRate.scalar == Double(Float(0.01)))
    }

    @Test func wrongSettingsAreErrors() {
        func message(_ optimizer: Optimizer) -> String {
            do {
                try optimizer.check()
                return "fits"
            } catch { return "\(error)" }
        }
        #expect(message(Adam()) == "fits")
        #expect(message(Adam(learningRate: -1)) == "Adam: expected a learning rate that is not negative, got -1.0")
        #expect(message(Adam(beta2: 1)) == "Adam: expected beta2 from 0 to below 1, got 1.0")
        #expect(message(SGD(momentum: 1.5)) == "SGD: expected momentum from 0 to 1, got 1.5")
        #expect(message(Lion(beta1: 0)) == "Lion: expected beta1 above 0 and up to 1, got 0.0")
        #expect(message(Ftrl(learningRatePower: 1)) == "Ftrl: expected learningRatePower of at most 0, got 1.0")
        func options(_ options: OptimizerOptions) -> String { message(RMSprop(options: options)) }
        #expect(options(OptimizerOptions(clipValue: 0)) == "fits")
        #expect(options(OptimizerOptions(clipValue: -1)) == "RMSprop: expected clipValue of at least 0, got -1.0")
        #expect(
            options(OptimizerOptions(clipNorm: 1, globalClipNorm: 1))
                == "RMSprop: expected one of clipNorm, clipValue and globalClipNorm, got 2")
        #expect(
            options(OptimizerOptions(gradientAccumulationSteps: 1))
                == "RMSprop: expected gradientAccumulationSteps of at least 2, got 1")
        #expect(
            options(OptimizerOptions(useEMA: true, emaMomentum: 2))
                == "RMSprop: expected emaMomentum from 0 to 1, got 2.0")
        #expect(
            message(SGD(learningRate: PolynomialDecay(initialLearningRate: 1, decaySteps: 0)))
                == "SGD: PolynomialDecay: expected decaySteps above 0, got 0.0")
        #expect(
            message(MultiOptimizer(["(": SGD()], default: SGD()))
                == "MultiOptimizer: expected a regular expression for paths of weights, got '(': a bracket that does not close, at "
                + "character 1")
        #expect(
            message(MultiOptimizer(["a": LossScaleOptimizer(SGD())], default: SGD()))
                == "MultiOptimizer: a LossScaleOptimizer cannot be inside")
        #expect(throws: MyelinError(.unknownName, "compile: unknown optimizer 'tiger'")) {
            try Optimizer.make("tiger", owner: "compile")
        }
        #expect(
            throws: MyelinError(
                .file, "compile: optimizer SGD: setting 'momentum': expected a number, got 'x'")
        ) { try Optimizer.make(["class_name": "SGD", "config": ["momentum": "x"]], owner: "compile") }
    }

    /// Keras numbers the states of several optimizers in the order of the patterns.
    @Test func patternsStayInTheirOrder() throws {
        let optimizer = MultiOptimizer(["z.*": Adam(), "a.*": SGD(), "m": Adam()], default: SGD())
        let read = try #require(try Optimizer.make(optimizer.serialized, owner: "file") as? MultiOptimizer)
        #expect(read.optimizerMap.map(\.pattern) == ["z.*", "a.*", "m"])
        #expect(read.optimizers.map(\.className) == ["Adam", "SGD", "Adam", "SGD"])
    }

    @Test func scheduledRatesCannotBeSet() {
        let optimizer = SGD(learningRate: ExponentialDecay(initialLearningRate: 1, decaySteps: 1, decayRate: 0.5))
        #expect(
            throws: MyelinError(
                .argument,
                "SGD: the learning rate follows the schedule ExponentialDecay and cannot be set; give the optimizer a "
                    + "number instead")
        ) { try optimizer.adjustableLearningRate() }
    }

    // MARK: One's own

    final class Wander: Optimizer {
        override func update(
            variable: Tensor, gradient: Tensor, slots: [Tensor], step: OptimizerStep
        ) -> (variable: Tensor, slots: [Tensor]) {
            (variable - sign(gradient) * step.learningRate(as: variable.dtype), [])
        }
    }

    struct SquareRootDecay: LearningRateSchedule {
        static let className = "SquareRootDecay"
        let first: Double
        init(first: Double) { self.first = first }
        init(config: Config) throws { first = try config.double("first") }
        var config: ConfigObject { ["first": .double(first)] }
        func callAsFunction(_ step: Tensor) -> Tensor { first * rsqrt(step.cast(to: .float32) + 1) }
    }

    @Test func ownClassesAreRegistered() throws {
        let optimizer = Wander(learningRate: SquareRootDecay(first: 0.5), options: OptimizerOptions(clipNorm: 1))
        guard case .object(let object) = optimizer.serialized else { return #expect(Bool(false)) }
        #expect(object["registered_name"] == "Custom>Wander")
        #expect(object["module"] == .null)
        #expect(
            throws: MyelinError(
                .unknownName, "file: unknown optimizer 'Wander'; register one's own with Registry.optimizers.register")
        ) {
            try Optimizer.make(optimizer.serialized, owner: "file")
        }
        Registry.optimizers.register("Wander") { Wander(learningRate: $0.learningRate ?? 0.01, options: $0.options) }
        #expect(
            throws: MyelinError(
                .unknownName,
                "file: optimizer Wander: unknown learning-rate schedule 'SquareRootDecay'; register one's own with Registry.schedules.register"
            )
        ) {
            try Optimizer.make(optimizer.serialized, owner: "file")
        }
        Registry.schedules.register(SquareRootDecay.self)
        let read = try Optimizer.make(optimizer.serialized, owner: "file")
        #expect(read.serialized == optimizer.serialized)
        let weight = try Variable(Tensor([1]), name: "w")
        for expected: Float in [0.5, 0.14644662] {
            try read.step([weight], [Tensor([3])])
            #expect(abs(try weight.value.scalar(Float.self) - expected) < 1e-6)
        }
    }
}
