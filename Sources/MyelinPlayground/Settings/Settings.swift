/// All that a user of the playground has chosen. It is the whole state of a page: the address bar carries it, and the same
/// settings give the same run.
struct Settings: Hashable, Sendable {
    enum Problem: String, CaseIterable, Sendable { case classification, regression }
    /// What the lines between the neurons show.
    enum Lines: String, CaseIterable, Sendable { case weights, gradients }

    // The data.
    var problem = Problem.classification
    var data = "circle"
    var regressionData = "plane"
    /// Percent.
    var noise = 0
    /// Percent of the points that are trained on; the others test.
    var trainShare = 50
    var batchSize = 10
    /// What the points depend on.
    var dataSeed = 1
    /// Columns of an uploaded table, and the label that is blue.
    var csvX = ""
    var csvY = ""
    var csvLabel = ""
    var csvClass = ""

    // The network.
    var features = ["x1", "x2"]
    /// The neurons of each hidden layer.
    var network = [4, 2]
    var activation = "tanh"
    var initializer = "GlorotUniform"
    var batchNormalization = false
    /// Percent.
    var dropout = 0
    /// What first weights, dropout and the order of the batches depend on.
    var seed = 1

    // The training.
    var loss = "BinaryCrossentropy"
    var regressionLoss = "MeanSquaredError"
    var optimizer = "SGD"
    var learningRate = 0.03
    var regularization = "none"
    var regularizationRate = 0.0
    /// Epochs for each second; 0 for as many as the machine can do.
    var speed = 60
    /// After how many epochs to stop; 0 for never.
    var stopEpoch = 0
    /// Below which test loss to stop; 0 for never.
    var stopLoss = 0.0

    // What is shown.
    var showTest = false
    var discretize = false
    var lines = Lines.weights

    /// The name of the data set that the problem at hand uses.
    var dataName: String { problem == .classification ? data : regressionData }
    /// The class of the loss that the problem at hand uses.
    var lossName: String { problem == .classification ? loss : regressionLoss }

    /// What has to be done anew after a change, from little to much.
    enum Effect: Int, Comparable, Sendable {
        /// Nothing: the next epoch goes by it, or the page alone.
        case nothing
        /// The optimizer and its steps; the weights stay.
        case training
        /// The network, from its first weights.
        case network
        /// The points, and the network.
        case data

        static func < (a: Effect, b: Effect) -> Bool { a.rawValue < b.rawValue }
    }
}
