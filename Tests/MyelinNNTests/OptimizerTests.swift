import Myelin
import MyelinNN
import TestSupport
import Testing

struct OptimizerTests {
    struct File: Decodable, Sendable {
        let initial: [GoldenTensor]
        let gradients: [[GoldenTensor]]
        let cases: [Case]
    }

    struct Case: Decodable, Sendable, CustomTestStringConvertible {
        let name: String
        let arguments: GoldenArguments
        let steps: [[GoldenTensor]]

        var testDescription: String { "\(name) \(arguments.values)" }
    }

    private static let file = Result { try golden("optimizers", as: File.self) }

    private func make(_ value: ConfigValue) throws -> Optimizer { try Optimizer.make(value, owner: "test") }

    private func variables(_ initial: [GoldenTensor]) throws -> [Variable] {
        try initial.enumerated().map { try Variable($1.tensor, name: "w\($0)") }
    }

    @Test(arguments: try file.get().cases)
    func matchesKeras(_ test: Case) throws {
        let file = try Self.file.get()
        let optimizer = try make(test.arguments.serialized(className: test.name))
        let variables = try variables(file.initial)
        for (number, expected) in test.steps.enumerated() {
            try optimizer.step(variables, file.gradients[number].map(\.tensor))
            for (variable, values) in zip(variables, expected) {
                #expect(
                    try mismatch(variable.value, values, rtol: 2e-6, atol: 2e-7) == nil,
                    "step \(number + 1) of \(variable.name)")
            }
        }
        #expect(optimizer.iterations.scalar == Double(test.steps.count))
    }

    @Test func slotsFollowKerasOrder() throws {
        func names(_ optimizer: Optimizer) throws -> [String] {
            let variables = [
                Variable(zeros: TensorType([2], .float32), name: "a"),
                Variable(zeros: TensorType([], .float32), name: "b"),
            ]
            return optimizer.state(for: variables).map(\.name)
        }
        #expect(try names(SGD()) == ["iteration", "learning_rate"])
        #expect(try names(SGD(momentum: 0.9)) == ["iteration", "learning_rate", "a_momentum", "b_momentum"])
        #expect(
            try names(RMSprop(momentum: 0.9, centered: true)) == [
                "iteration", "learning_rate", "a_velocity", "b_velocity", "a_momentum", "b_momentum",
                "a_average_gradient",
                "b_average_gradient",
            ])
        #expect(
            try names(Adam(amsgrad: true)) == [
                "iteration", "learning_rate", "a_momentum", "a_velocity", "b_momentum", "b_velocity", "a_velocity_hat",
                "b_velocity_hat",
            ])
    }

    /// A callback changes the rate between steps.
    @Test func theLearningRateMayChange() throws {
        let weight = try Variable(Tensor([1]), name: "w")
        let optimizer = SGD(learningRate: 0.5)
        try optimizer.step([weight], [Tensor([1])])
        #expect(try weight.value.scalar() == 0.5)
        optimizer.learningRate.set(scalar: 0.25)
        try optimizer.step([weight], [Tensor([1])])
        #expect(try weight.value.scalar() == 0.25)
    }

    @Test func doublesStayDoubles() throws {
        for optimizer in [
            SGD(learningRate: 0.5, momentum: 0.9, nesterov: true), RMSprop(learningRate: 0.5), Adam(learningRate: 0.5),
            SGD(weightDecay: 0.1, clipNorm: 1),
        ] as [Optimizer] {
            let weight = try Variable(Tensor([1, 2] as [Double]), name: "w")
            try optimizer.step([weight], [Tensor([1, -1] as [Double])])
            #expect(weight.dtype == .float64)
        }
    }

    @Test func configurationsRoundTrip() throws {
        let optimizers: [Optimizer] = [
            SGD(learningRate: 0.5, momentum: 0.9, nesterov: true),
            RMSprop(rho: 0.8, momentum: 0.1, epsilon: 1e-5, centered: true),
            Adam(beta1: 0.8, beta2: 0.99, epsilon: 1e-6, amsgrad: true, weightDecay: 0.01, clipNorm: 1), .adam,
            .rmsprop, .sgd,
            .adam(learningRate: 0.25), .sgd(learningRate: 0.5, momentum: 0.5), .rmsprop(learningRate: 0.5),
        ]
        for optimizer in optimizers { #expect(try make(optimizer.serialized).serialized == optimizer.serialized) }
        #expect(try make("adam") is Adam)
        #expect(try make("rmsprop") is RMSprop)
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
        #expect(message(SGD(clipValue: 0)) == "SGD: expected clipValue above 0, got 0.0")
        #expect(
            message(RMSprop(clipNorm: 1, globalClipNorm: 1))
                == "RMSprop: expected one of clipNorm, clipValue and globalClipNorm, got 2")
        #expect(throws: MyelinError(.unknownName, "compile: unknown optimizer 'lion'")) {
            try Optimizer.make("lion", owner: "compile")
        }
        #expect(throws: MyelinError(.file, "compile: optimizer Adam: setting 'use_ema' is not supported")) {
            try Optimizer.make(["class_name": "Adam", "config": ["use_ema": true]], owner: "compile")
        }
    }
}

extension Optimizer {
    /// One step with the given gradients.
    fileprivate func step(_ variables: [Variable], _ gradients: [Tensor]) throws {
        let updates = updates(for: variables, gradients: gradients)
        let values = try updates.map { try $0.value.detached() }
        for (update, value) in zip(updates, values) { try update.variable.assign(value) }
    }
}
