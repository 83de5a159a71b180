import Myelin

// What the page offers, taken from Myelin's own tables: a newcomer there is a newcomer here.

extension Setting.Choice {
    package init(_ value: String) { self.init(value: value, label: value) }
}

package enum Choices {
    /// Activations that work on one neuron by itself, and need no settings.
    package static let activations: [Setting.Choice] = {
        let others: Set = ["softmax", "log_softmax", "sparsemax", "glu", "threshold"]
        let familiar = ["relu", "tanh", "sigmoid", "linear"]
        let rest = Registry.activations.names.filter { !others.contains($0) && !familiar.contains($0) }.sorted()
        return (familiar + rest).map { Setting.Choice($0) }
    }()

    /// Initializers of any matrix; STFT's are of signals.
    package static let initializers = Registry.initializers.names.filter { $0 != "STFT" }.map { Setting.Choice($0) }

    /// Optimizers by themselves; the others wrap some.
    package static let optimizers: [Setting.Choice] = {
        let wrappers: Set = ["LossScaleOptimizer", "MultiOptimizer"]
        return Registry.optimizers.names.filter { !wrappers.contains($0) }.map { Setting.Choice($0) }
    }()

    package static func losses(_ problem: Settings.Problem) -> [Setting.Choice] {
        LossChoice.all.filter { $0.problems.contains(problem) }.map { Setting.Choice($0.className) }
    }

    package static let regularizations = [
        Setting.Choice(value: "none", label: "None"), Setting.Choice(value: "L1", label: "L1"),
        Setting.Choice(value: "L2", label: "L2"), Setting.Choice(value: "L1L2", label: "L1 and L2"),
    ]
}

/// A loss that makes sense for one output, and what it wants of it. Losses of several classes are not among them: here
/// there are two, and one number tells them apart.
package struct LossChoice: Sendable {
    /// What the last layer gives, and by which numbers the two classes go.
    package enum Output: Sendable {
        /// A probability; orange is 0, blue is 1.
        case probability
        /// From -1, orange, to 1, blue.
        case bounded
        /// Any number; orange is -1, blue is 1.
        case unbounded
    }

    package let className: String
    package let problems: [Settings.Problem]
    package let classificationOutput: Output

    /// What the last layer gives in a problem.
    package func output(_ problem: Settings.Problem) -> Output {
        problem == .regression ? .unbounded : classificationOutput
    }

    package static func named(_ name: String) -> LossChoice { all.first { $0.className == name }! }

    package static let all: [LossChoice] = [
        .init("BinaryCrossentropy", [.classification], .probability),
        .init("BinaryFocalCrossentropy", [.classification], .probability),
        .init("MeanSquaredError", [.classification, .regression], .bounded),
        .init("MeanAbsoluteError", [.classification, .regression], .bounded),
        .init("Huber", [.classification, .regression], .bounded),
        .init("LogCosh", [.classification, .regression], .bounded),
        .init("Hinge", [.classification], .unbounded),
        .init("SquaredHinge", [.classification], .unbounded),
        .init("Poisson", [.classification], .probability),
        .init("Dice", [.classification], .probability),
        .init("Tversky", [.classification], .probability),
        .init("QuantileLoss", [.regression], .unbounded),
        .init("EpsilonInsensitive", [.regression], .unbounded),
        .init("MeanAbsolutePercentageError", [.regression], .unbounded),
        .init("MeanSquaredLogarithmicError", [.regression], .unbounded),
    ]

    private init(_ className: String, _ problems: [Settings.Problem], _ output: Output) {
        self.className = className
        self.problems = problems
        classificationOutput = output
    }
}
