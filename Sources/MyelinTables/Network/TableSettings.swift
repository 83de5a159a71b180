/// How a network for a table is made and trained.
public struct TableSettings: Sendable {
    /// What is learned. Default: by the target.
    public var task = TableTask.automatic
    /// The units of the hidden layers. Default: two of 64.
    public var hidden = [64, 64]
    /// Their activation, by Keras' name.
    public var activation = "relu"
    /// By Keras' class name, capitals or not.
    public var optimizer = "adam"
    /// The optimizer's step size; nil for its own default.
    public var learningRate: Double?
    /// Samples in a step.
    public var batchSize = 32
    /// Passes over the training rows at most.
    public var epochs = 300
    /// After how many epochs without progress training ends; the weights of the best one stay.
    public var patience = 30
    /// The share of the rows that is kept back to test with; may be 0.
    public var testFraction = 0.2
    /// The share of the other rows that tells when to stop; may be 0.
    public var validationFraction = 0.15
    /// What divisions, first weights and shuffling depend on.
    public var seed = 0
    /// Columns that are not looked at.
    public var ignored: Set<String> = []
    /// Columns of categories that are used however many they have.
    public var categorical: Set<String> = []
    /// More categories than that in one column, or classes of the target, are an error.
    public var mostCategories = 1000

    public init() {}
}
