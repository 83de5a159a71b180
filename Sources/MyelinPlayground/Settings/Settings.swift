/// All that a user of the playground has chosen. It is the whole state of a page: the address bar carries it, and the same
/// settings give the same run.
package struct Settings: Hashable, Sendable {
    package enum Problem: String, CaseIterable, Sendable { case classification, regression }
    /// What the lines between the neurons show.
    package enum Lines: String, CaseIterable, Sendable { case weights, gradients }

    // The data.
    package var problem = Problem.classification
    package var data = "circle"
    package var regressionData = "plane"
    /// Percent.
    package var noise = 0
    /// Percent of the points that are trained on; the others test.
    package var trainShare = 50
    package var batchSize = 10
    /// What the points depend on.
    package var dataSeed = 1
    /// Columns of an uploaded table, and the label that is blue.
    package var csvX = ""
    package var csvY = ""
    package var csvLabel = ""
    package var csvClass = ""

    // The network.
    package var features = ["x1", "x2"]
    /// The neurons of each hidden layer.
    package var network = [4, 2]
    package var activation = "tanh"
    package var initializer = "GlorotUniform"
    package var batchNormalization = false
    /// Percent.
    package var dropout = 0
    /// What first weights, dropout and the order of the batches depend on.
    package var seed = 1

    // The training.
    package var loss = "BinaryCrossentropy"
    package var regressionLoss = "MeanSquaredError"
    package var optimizer = "SGD"
    package var learningRate = 0.03
    package var regularization = "none"
    package var regularizationRate = 0.0
    /// Epochs for each second; 0 for as many as the machine can do.
    package var speed = 60
    /// After how many epochs to stop; 0 for never.
    package var stopEpoch = 0
    /// Below which test loss to stop; 0 for never.
    package var stopLoss = 0.0

    // What is shown.
    package var showTest = false
    package var discretize = false
    package var lines = Lines.weights

    package init() {}

    /// The name of the data set that the problem at hand uses.
    package var dataName: String { problem == .classification ? data : regressionData }
    /// The class of the loss that the problem at hand uses.
    package var lossName: String { problem == .classification ? loss : regressionLoss }

    /// What has to be done anew after a change, from little to much.
    package enum Effect: Int, Comparable, Sendable {
        /// Nothing: the next epoch goes by it, or the page alone.
        case nothing
        /// The optimizer and its steps; the weights stay.
        case training
        /// The network, from its first weights.
        case network
        /// The points, and the network.
        case data

        package static func < (a: Effect, b: Effect) -> Bool { a.rawValue < b.rawValue }
    }
}
