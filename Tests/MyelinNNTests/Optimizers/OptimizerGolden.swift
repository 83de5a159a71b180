import Foundation
import Myelin
import MyelinNN
import TestSupport
import Testing

/// Golden/optimizers.json.
struct OptimizerGolden: Decodable, Sendable {
    let initial: [GoldenTensor]
    let gradients: [[GoldenTensor]]
    /// The steps after which the cases hold the variables.
    let recorded: [Int]
    let cases: [Case]
    /// Keras' serialized forms of optimizers.
    let serialized: [GoldenArguments]

    struct Case: Decodable, Sendable, CustomTestStringConvertible {
        let name: String
        let arguments: GoldenArguments
        let after: [[GoldenTensor]]
        /// The variables when training has ended, where moving averages are kept.
        let finalized: [GoldenTensor]?
        /// Names and shapes of what is remembered, in Keras' order.
        let state: String

        var testDescription: String { "\(name) \(arguments.values)" }
    }

    static let file = Result { try golden("optimizers", as: OptimizerGolden.self) }
}

extension Optimizer {
    /// One step with the given gradients.
    func step(_ variables: [Variable], _ gradients: [Tensor]) throws {
        let updates = try updates(for: variables, gradients: gradients)
        let values = try updates.map { try $0.value.detached() }
        for (update, value) in zip(updates, values) { try update.variable.assign(value) }
    }
}
