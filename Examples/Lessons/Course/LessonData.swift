import Foundation
import Myelin

/// The data sets of the lessons, without a network connection.
enum LessonData {
    /// Where data sets are: the folder that MYELIN_DATA_DIR names, else what earlier downloads have left.
    private static var folder: String { ProcessInfo.processInfo.environment["MYELIN_DATA_DIR"] ?? Cache.folder }

    /// MNIST where it is at hand, else digits drawn by code.
    static func digits(train: Int, test: Int, _ output: LessonOutput) throws -> LabelledDataset<Tensor> {
        guard let digits = try? Datasets.mnist(directory: folder) else {
            output.line("MNIST is not in \(folder); digits drawn by code stand in for it")
            return try Datasets.syntheticDigits(train: train, test: test, seed: 1)
        }
        output.line("MNIST from \(folder)")
        return shortened(digits, train, test)
    }

    /// Fashion-MNIST where it is at hand.
    static func clothing(train: Int, test: Int, _ output: LessonOutput) -> LabelledDataset<Tensor>? {
        guard let clothing = try? Datasets.fashionMNIST(directory: folder) else {
            output.line("Fashion-MNIST is not in \(folder), so it is left out; 'myelin run fashion-mlp' downloads it")
            return nil
        }
        output.line("Fashion-MNIST from \(folder)")
        return shortened(clothing, train, test)
    }

    /// IMDB's film reviews where they are at hand.
    static func reviews(words: Int) -> LabelledDataset<[[Int32]]>? {
        try? Datasets.imdb(numberOfWords: words, directory: folder)
    }

    private static func shortened(_ data: LabelledDataset<Tensor>, _ train: Int, _ test: Int) -> LabelledDataset<Tensor>
    {
        var short = data
        short.train = .init(x: data.train.x[..<train], y: data.train.y[..<train])
        short.test = .init(x: data.test.x[..<test], y: data.test.y[..<test])
        return short
    }
}
