import Foundation

/// What there is to know of an activation function.
package struct ActivationFacts: Sendable {
    /// Keras' name, which is Myelin's too: `.relu`, `.tanh`, …
    package let name: String
    package let range: String
    package let derivativeText: String
    package let strength: String
    package let weakness: String
    package let function: @Sendable (Double) -> Double
    package let derivative: @Sendable (Double) -> Double

    package static let all = [
        ActivationFacts(
            name: "linear", range: "(−∞, ∞)", derivativeText: "1",
            strength: "any number can be predicted", weakness: "layers of it are together one linear layer",
            function: { $0 }, derivative: { _ in 1 }),
        ActivationFacts(
            name: "sigmoid", range: "(0, 1)", derivativeText: "σ(x) (1 − σ(x))",
            strength: "a probability", weakness: "flat at both ends; slope at most 1/4; never below 0",
            function: { sigmoid($0) }, derivative: { sigmoidDerivative($0) }),
        ActivationFacts(
            name: "tanh", range: "(−1, 1)", derivativeText: "1 − tanh²(x)",
            strength: "centred on 0; slope up to 1", weakness: "flat at both ends",
            function: { tanh($0) }, derivative: { 1 - tanh($0) * tanh($0) }),
        ActivationFacts(
            name: "relu", range: "[0, ∞)", derivativeText: "0 if x < 0, 1 if x > 0",
            strength: "cheap; does not flatten above 0", weakness: "a unit that is always below 0 learns no more",
            function: { max(0, $0) }, derivative: { $0 > 0 ? 1 : 0 }),
        ActivationFacts(
            name: "leaky_relu", range: "(−∞, ∞)", derivativeText: "0.2 if x < 0, 1 if x > 0",
            strength: "learns below 0, too", weakness: "one more number to choose: the slope",
            function: { $0 > 0 ? $0 : 0.2 * $0 }, derivative: { $0 > 0 ? 1 : 0.2 }),
        ActivationFacts(
            name: "elu", range: "(−1, ∞)", derivativeText: "eˣ if x < 0, 1 if x > 0",
            strength: "smooth; its mean is near 0", weakness: "needs an exponential; flat far below 0",
            function: { $0 > 0 ? $0 : exp($0) - 1 }, derivative: { $0 > 0 ? 1 : exp($0) }),
        ActivationFacts(
            name: "softplus", range: "(0, ∞)", derivativeText: "σ(x)",
            strength: "a smooth relu, always above 0", weakness: "needs an exponential and a logarithm",
            function: { log(1 + exp($0)) }, derivative: { sigmoid($0) }),
        ActivationFacts(
            name: "silu", range: "[−0.2785, ∞)", derivativeText: "σ(x) (1 + x (1 − σ(x)))",
            strength: "smooth; often better in deep networks", weakness: "falls before it rises",
            function: { $0 * sigmoid($0) }, derivative: { sigmoid($0) * (1 + $0 * (1 - sigmoid($0))) }),
    ]
}
