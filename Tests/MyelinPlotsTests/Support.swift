import Foundation
import FoundationXML
import Myelin
import MyelinPlots
import Testing

extension Trait where Self == ConditionTrait {
    static var withGnuplot: Self {
        .enabled(if: ExternalProgram.gnuplot.path != nil, "gnuplot is not installed: apt-get install gnuplot-nox")
    }
    static var withGraphviz: Self {
        .enabled(if: ExternalProgram.dot.path != nil, "dot is not installed: apt-get install graphviz")
    }
}

/// The words in an SVG file.
func words(inSVG path: String) throws -> [String] {
    final class Reader: NSObject, XMLParserDelegate {
        var words: [String] = []
        private var word = ""
        func parser(_ parser: XMLParser, foundCharacters text: String) { word += text }
        func parser(
            _ parser: XMLParser, didEndElement name: String, namespaceURI: String?, qualifiedName: String?
        ) {
            words.append(word.trimmingCharacters(in: .whitespacesAndNewlines))
            word = ""
        }
    }
    let reader = Reader(), parser = XMLParser(data: try Data(contentsOf: URL(fileURLWithPath: path)))
    parser.delegate = reader
    #expect(parser.parse(), "\(path) is no XML")
    return reader.words
}

/// A trained classifier of points in the plane, by whether they lie above y = x.
func planeClassifier() throws -> (model: Model, x: Tensor, y: Tensor) {
    let numbers = (0..<80).map { Float(($0 * 37) % 101) / 50 - 1 }
    let x = Tensor(numbers, shape: [40, 2])
    let y = Tensor((0..<40).map { numbers[2 * $0 + 1] > numbers[2 * $0] ? Int32(1) : 0 }, shape: [40])
    let model = try Sequential(seed: 1) {
        Input(shape: [2])
        Dense(1, activation: .sigmoid)
    }
    model.compile(optimizer: SGD(learningRate: 1), loss: .binaryCrossentropy, metrics: [.accuracy])
    try model.fit(x, y, epochs: 3, verbose: .silent, validationSplit: 0.25)
    return (model, x, y)
}

/// A small ConvNet over images of 8 × 8 pixels.
func convNet(channels: Int = 1) throws -> Model {
    try Sequential(name: "net", seed: 1) {
        Input(shape: [8, 8, channels])
        Conv2D(4, 3, activation: .relu, name: "first")
        MaxPooling2D(name: "pool")
        Conv2D(2, 3, name: "second")
        Flatten(name: "flat")
        Dense(3, activation: .softmax, name: "last")
    }
}
