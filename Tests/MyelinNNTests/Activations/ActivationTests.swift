import Myelin
import MyelinNN
import TestSupport
import Testing

/// An activation of a user's own, which calls tensor functions by their plain names.
private struct ScaledTanh: Activation {
    static let className = "scaled_tanh"
    func callAsFunction(_ x: Tensor) -> Tensor { tanh(x) * 2 + relu(x) }
}

/// Another, which a file may name.
private struct SquaredReLU: Activation {
    static let className = "squared_relu"
    init(config: Config) {}
    func callAsFunction(_ x: Tensor) -> Tensor { square(relu(x)) }
}

struct ActivationTests {
    struct Case: Decodable, Sendable, CustomTestStringConvertible {
        let name: String
        let arguments: GoldenArguments
        let x: GoldenTensor
        let y: GoldenTensor

        var testDescription: String { "\(name) \(arguments.values)" }
    }

    private func make(_ value: ConfigValue) throws -> any Activation {
        try Registry.activations.make(value, owner: "test")
    }

    @Test(arguments: try golden("activations", as: GoldenCases<Case>.self).cases)
    func matchesKeras(_ test: Case) throws {
        let activation = try make(test.arguments.serialized(className: test.name))
        #expect(try mismatch(activation(test.x.tensor), test.y, rtol: 1e-6, atol: 4e-7) == nil, "\(test.name)")
    }

    /// Those that a bare name makes: `threshold` needs its arguments.
    static let names = Registry.activations.names.filter { $0 != "threshold" }

    /// Derivatives against central differences in Float64, away from kinks.
    @Test(arguments: names)
    func gradientMatchesDifferences(_ name: String) throws {
        let activation = try make(.string(name))
        let points = [-2.5, -0.7, -0.1, 0.2, 0.9, 3.1]
        let weights = Tensor([0.3, -1.2, 0.8, 0.5, -0.4, 1.1] as [Double])
        func value(_ points: [Double]) throws -> Double {
            let y = activation(Tensor(points))
            return try (y * weights[0..<y.count]).sum().scalar(Double.self)
        }
        let x = Tensor(points)
        let found = try gradient(
            of: (activation(x) * weights[0..<activation(x).count]).sum(), withRespectTo: x
        ).scalars(Double.self)
        let step = 1e-5
        let differences = try points.indices.map { index in
            var above = points, below = points
            above[index] += step
            below[index] -= step
            return try (value(above) - value(below)) / (2 * step)
        }
        #expect(mismatch(found, differences, rtol: 1e-6, atol: 1e-8) == nil, "\(name)")
    }

    @Test func largeOperandsStayFinite() throws {
        for name in Self.names where name != "exponential" {
            let activation = try make(.string(name))
            let x = Tensor([-1000, -100, 0, 50, 100, 1000])
            let y = activation(x)
            let slope = try gradient(of: y.sum(), withRespectTo: x)
            #expect(try y.isFinite().all().scalar(Bool.self), "\(name)")
            #expect(try slope.isFinite().all().scalar(Bool.self), "gradient of \(name)")
        }
    }

    @Test func stepIsHeaviside() throws {
        let x = Tensor([-1, 0, 0.5])
        #expect(try StepActivation()(x).scalars() == [0, 0, 1])
        #expect(try gradient(of: StepActivation()(x).sum(), withRespectTo: x).scalars() == [0, 0, 0])
    }

    @Test func namesWorkAsImplicitMembers() throws {
        func name(_ activation: (any Activation)? = nil) -> String {
            activation.map { type(of: $0).className } ?? "none"
        }
        func required(_ activation: any Activation) -> String { type(of: activation).className }
        #expect(name() == "none")
        #expect(name(.relu) == "relu")
        #expect(name(.leakyReLU) == "leaky_relu")
        #expect(required(.leakyReLU(negativeSlope: 0.1)) == "leaky_relu")
        #expect(required(.softmax) == "softmax")
        #expect(required(.gelu(approximate: true)) == "gelu")
        #expect(required(.swish) == "silu")
        let stored: any Activation = .elu(alpha: 0.5)
        #expect((stored as? ELUActivation)?.alpha == 0.5)
        let all: [any Activation] = [.linear, .step, .sigmoid, .tanh, .selu, .softplus, .silu, .mish, .logSigmoid]
        #expect(all.count == 9)
    }

    @Test func ownActivationsMayUseTensorFunctions() throws {
        #expect(try mismatch(ScaledTanh()(Tensor([0, 1])), Tensor([0, 2 * 0.7615942 + 1])) == nil)
    }

    @Test func configurationsRoundTrip() throws {
        #expect(ReLUActivation().serialized == "relu")
        #expect(LeakyReLUActivation().serialized == "leaky_relu")
        let leaky = try make(LeakyReLUActivation(negativeSlope: 0.1).serialized)
        #expect((leaky as? LeakyReLUActivation)?.negativeSlope == 0.1)
        let elu = try make(ELUActivation(alpha: 0.5).serialized)
        #expect((elu as? ELUActivation)?.alpha == 0.5)
        let gelu = try make(GELUActivation(approximate: true).serialized)
        #expect((gelu as? GELUActivation)?.approximate == true)
        #expect(try make("swish") is SiLUActivation)
        #expect(try make("hard_swish") is HardSiLUActivation)
        let limited = ReLUActivation(negativeSlope: 0.1, maxValue: 6, threshold: 1)
        #expect(try make(limited.serialized).serialized == limited.serialized)
        let threshold = ThresholdActivation(threshold: 1, defaultValue: -1)
        #expect(try make(threshold.serialized).serialized == threshold.serialized)
        #expect(try (make(GLUActivation(axis: 1).serialized) as? GLUActivation)?.axis == 1)
        for name in Self.names {
            #expect(try make(make(.string(name)).serialized).serialized == .string(name))
        }
    }

    /// Keras' form of a layer used as an activation.
    @Test func layersServeAsActivations() throws {
        let layer: ConfigValue = [
            "module": "keras.layers", "class_name": "LeakyReLU", "registered_name": nil,
            "config": ["name": "leaky_re_lu", "trainable": true, "negative_slope": 0.3],
        ]
        #expect(try (make(layer) as? LeakyReLUActivation)?.negativeSlope == 0.3)
    }

    @Test func ownActivationsAreRegistered() throws {
        #expect(throws: MyelinError.self) { try make("squared_relu") }
        Registry.activations.register(SquaredReLU.self)
        let activation = try make("squared_relu")
        let y = activation(Tensor([-1, 3]))
        #expect(try y.scalars() == [0, 9])
    }

    @Test func wrongShapesAreErrors() {
        #expect(throws: MyelinError(.shape, "glu: expected an even size along axis -1, got shape (2, 3)")) {
            try GLUActivation()(Tensor.zeros([2, 3])).scalars()
        }
    }

    @Test func unknownNamesAreErrors() throws {
        #expect(throws: MyelinError(.unknownName, "dense_1: unknown activation 'rellu'")) {
            try Registry.activations.make("rellu", owner: "dense_1")
        }
    }
}
