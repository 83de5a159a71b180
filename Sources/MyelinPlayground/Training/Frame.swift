import Foundation
import Myelin

/// What the page draws again and again while the network learns.
package struct Frame: Encodable, Sendable {
    package let epoch: Int
    package let isPlaying: Bool
    package let epochsPerSecond: Double
    package let message: String?
    package let trainLoss, testLoss: Float
    package let trainAccuracy, testAccuracy: Float?
    package let neurons: [[Picture]]
    package let output: Picture
    package let isDead: [[Bool]]
    /// Of each layer, the last one included: the kernel row by row (a row for each input), the bias, their gradients.
    package let kernels, biases, kernelGradients, biasGradients: [[Float]]
}

/// What the page draws anew when settings, data or layers have changed.
package struct Scene: Encodable, Sendable {
    package let settings: [String: String]
    package let link: String
    /// Points as x, y, label.
    package let training, test: [[Float]]
    package let names: ExperimentData.AxisNames
    package let curve: LossCurve
    package let parameterCount: Int
    /// Of one's own table, if there is one.
    package let columns: [CSVTable.Column]
    package let lossName: String
    package let outputActivation: String
}

extension Experiment {
    /// Looks at the network as it is now.
    package func frame() throws -> Frame {
        let sight = try look()
        try note(sight)
        func values(_ variables: [Variable]) throws -> [[Float]] { try variables.map { try $0.value.scalars() } }
        return Frame(
            epoch: epoch, isPlaying: isPlaying, epochsPerSecond: epochsPerSecond, message: message,
            trainLoss: sight.trainLoss, testLoss: sight.testLoss, trainAccuracy: sight.trainAccuracy,
            testAccuracy: sight.testAccuracy, neurons: sight.neurons, output: sight.output, isDead: sight.isDead,
            kernels: try values(network.kernels),
            biases: try values(network.biases),
            kernelGradients: sight.kernelGradients, biasGradients: sight.biasGradients)
    }

    package func scene() -> Scene {
        func triples(_ points: [DataPoint]) -> [[Float]] { points.map { [$0.x, $0.y, $0.label] } }
        let settings = Dictionary(uniqueKeysWithValues: Settings.table.map { ($0.name, $0.read(self.settings)) })
        let outputActivation = network.dense.last!.activation.map { type(of: $0).className } ?? "linear"
        var names = data.names
        // A probability begins at 0. The classes of one's own table have their names.
        if outputActivation == "sigmoid", self.settings.dataName != DataSet.csv { names.negative = "0" }
        return Scene(
            settings: settings, link: self.settings.link, training: triples(data.training), test: triples(data.test),
            names: names, curve: curve, parameterCount: network.model.parameterCount,
            columns: table?.columns ?? [], lossName: self.settings.lossName,
            outputActivation: outputActivation)
    }
}
