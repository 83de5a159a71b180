import MyelinCore

/// A data set with its usual division into samples to train with and samples to test with.
public struct LabelledDataset<Inputs> {
    /// Samples and their labels, in the same order.
    public struct Part {
        /// The samples.
        public var x: Inputs
        /// Their labels: UInt8, one for each sample.
        public var y: Tensor

        public init(x: Inputs, y: Tensor) {
            self.x = x
            self.y = y
        }
    }

    /// The samples to train with.
    public var train: Part
    /// The samples to test with, which training must not see.
    public var test: Part
    /// What the labels mean, by their number.
    public var classNames: [String]
    /// Where it came from, for people to read: a folder, or how it was made.
    public var source: String

    public init(train: Part, test: Part, classNames: [String], source: String) {
        self.train = train
        self.test = test
        self.classNames = classNames
        self.source = source
    }
}
