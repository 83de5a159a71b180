import Foundation
import Myelin
import MyelinPlots
import TestSupport
import Testing

struct PictureTests {
    /// Every ready-made picture is drawn, with the words that one looks for.
    @Test(.withGnuplot) func everyPictureHasItsWords() throws {
        let (model, x, y) = try planeClassifier()
        let net = try convNet(), coloured = try convNet(channels: 3)
        let image = Tensor((0..<64).map { Float($0) / 64 }, shape: [8, 8, 1])
        let cases: [(Figure, [String])] = [
            (
                try .confusionMatrix([[8, 2], [1, 9]], classNames: ["cat", "dog"]),
                [
                    "Confusion matrix", "predicted class", "true class", "cat", "dog", "8", "9",
                    "share of the true class",
                ]
            ), (try .activations(named: ["relu", "tanh"]), ["relu", "tanh(x)", "derivative", "x"]),
            (
                try .losses(named: ["huber", "BinaryCrossentropy"]),
                ["Huber", "BinaryCrossentropy", "prediction − target"]
            ),
            (
                try .decisionBoundary(of: model, x: x, y: y, resolution: 20),
                ["Decision boundary", "x₁", "class 0", "class 1", "predicted probability of class 1"]
            ), (try .weightHistograms(of: net), ["Weights of net", "first/kernel (3, 3, 1, 4)", "number of weights"]),
            (try .kernels(of: net), ["first: 4 kernels of 3 × 3", "weight"]),
            (
                try .kernels(of: net, layer: "second"),
                ["second: 2 kernels of 3 × 3 over 4 channels", "filters", "channels"]
            ),
            (try .kernels(of: coloured), ["first: 4 kernels of 3 × 3 over 3 channels"]),
            (
                try .featureMaps(of: net, image: image, layer: "pool"),
                ["image (8, 8, 1)", "pool: 4 feature maps of 3 × 3", "activation"]
            ),
        ]
        try withFolder { folder in
            for (figure, expected) in cases {
                try figure.write(to: folder + "/a.svg")
                let words = try words(inSVG: folder + "/a.svg")
                for word in expected { #expect(words.contains(word), "\(word) not among \(words)") }
            }
        }
    }

    @Test func confusionIsCountedByRowsOfTruth() throws {
        // scikit-learn's confusion_matrix([2, 0, 2, 2, 0, 1], [0, 0, 2, 2, 0, 2]) is [[2,0,0],[0,0,1],[1,0,2]].
        let truth = Tensor([2, 0, 2, 2, 0, 1].map { Int32($0) }, shape: [6])
        let scores = Tensor(
            rows: [[9, 0, 0], [5, 1, 0], [0, 0, 1], [0, 0, 1], [1, 0, 0], [0, 0.1, 0.2]] as [[Float]])
        let script = try Figure.confusionMatrix(targets: truth, predictions: scores).script()
        for label in ["'2' at first 0.0,0.0", "'1' at first 2.0,1.0", "'1' at first 0.0,2.0", "'2' at first 2.0,2.0"] {
            #expect(script.contains("set label " + label), "\(label)")
        }
        #expect(script.contains("0.0 2.0 0.3333333333333333\n"))
        // Probabilities of one class.
        let shares = try Figure.confusionMatrix(
            targets: Tensor([0, 1, 1]), predictions: Tensor([[0.2], [0.7], [0.5]]), isNormalized: true
        ).script()
        #expect(
            shares.contains("set label '1.00' at first 1.0,1.0") && shares.contains("set label '0.00' at first 1.0,0.0")
        )
    }

    @Test func derivativesAreThoseOfTheFunctions() throws {
        let tanh = try FunctionCurve(over: -2...2, count: 5) { TanhActivation()($0) }
        #expect(tanh.x == [-2, -1, 0, 1, 2])
        #expect(mismatch(tanh.values, [-2, -1, 0, 1, 2].map { Foundation.tanh($0) }, rtol: 1e-7) == nil)
        #expect(
            mismatch(tanh.derivatives, [-2, -1, 0, 1, 2].map { 1 - pow(Foundation.tanh($0), 2) }, rtol: 1e-7) == nil)
        // Huber's loss: x²/2 up to 1, then |x| − 1/2.
        let huber = try FunctionCurve(over: -2...2, count: 4) {
            Huber().values(target: .zeros($0.shape, dtype: .float64), prediction: $0)
        }
        #expect(mismatch(huber.values, [1.5, 2.0 / 9, 2.0 / 9, 1.5]) == nil)
        #expect(mismatch(huber.derivatives, [-1, -2.0 / 3, 2.0 / 3, 1]) == nil)
        // All that have a curve are drawn: gated and vector functions have none.
        let all = try Figure.activations().panels.map(\.title)
        #expect(all.contains("relu") && all.contains("gelu") && !all.contains("softmax") && !all.contains("glu"))
        #expect(try Figure.losses().panels.count == 14)
    }

    @Test func whatHasNoPicture() throws {
        let (model, x, _) = try planeClassifier(), net = try convNet()
        let broken = try convNet()
        try broken.weights[0].assign(.full(broken.weights[0].shape, .nan))
        let cases: [(() throws -> Any, String)] = [
            (
                { try Figure.activations(named: ["softmax"]) },
                "softmax: works on many numbers at once, so it has no curve"
            ),
            ({ try Figure.activations(named: ["rulu"]) }, "no activation 'rulu'; there are linear, "),
            ({ try Figure.losses(named: ["rmse"]) }, "no loss 'rmse'; choose among MeanSquaredError, "),
            (
                { try Figure.losses(named: ["dice"]) },
                "dice: compares many numbers at once, so it has no curve; choose among"
            ),
            (
                { try Figure.confusionMatrix([]) },
                "confusion matrix: expected as many columns as rows, and at least one"
            ),
            (
                { try Figure.confusionMatrix([[1]], classNames: ["a", "b"]) },
                "confusion matrix: expected 1 class names, got 2"
            ),
            (
                { try Figure.confusionMatrix(targets: Tensor([0, 1]), predictions: Tensor([1])) },
                "confusion matrix: 2 targets and 1 predictions: expected as many"
            ),
            (
                { try Figure.confusionMatrix(targets: Tensor([0, -1]), predictions: Tensor([1, 1])) },
                "confusion matrix: expected targets that are class numbers, got -1.0"
            ),
            (
                { try Figure.decisionBoundary(of: net) },
                "net: a decision boundary needs a model with one input of shape (batch, 2) and one output"
            ),
            (
                { try Figure.decisionBoundary(of: model, x: x, y: Tensor([1])) },
                "decision boundary: expected 40 labels, one for each point, got shape (1,)"
            ), ({ try Figure.kernels(of: model) }, "sequential: has no two-dimensional convolution"),
            (
                { try Figure.kernels(of: net, layer: "last") },
                "last: is no two-dimensional convolution; there are first, second"
            ),
            ({ try Figure.kernels(of: net, layer: "x") }, "net: no layer 'x'; there are first, "),
            ({ try Figure.kernels(of: broken) }, "first: its kernels hold numbers that are not finite"),
            (
                { try Figure.weightHistograms(of: broken) },
                "first/kernel: 36 of 36 numbers are not finite, so there is no histogram"
            ),
            (
                { try Figure.weightHistograms(of: net, layers: ["flat"]) },
                "net: there are no weights to draw in these layers"
            ),
            (
                { try Figure.featureMaps(of: net, image: .zeros([8, 8, 1]), layer: "flat") },
                "flat: its output has no rows, columns and channels; those of first, pool, second have"
            ),
            (
                { try Figure.featureMaps(of: net, image: .zeros([2, 8, 8, 1])) },
                "net: expected one image, got shape (2, 8, 8, 1)"
            ),
        ]
        for (body, message) in cases {
            let found = errorText(body)
            #expect(found?.hasPrefix(message) == true, "\(found ?? "no error") instead of \(message)")
        }
    }

    /// A model of the layers up to one computes what the whole does there, and the names stay.
    @Test func modelsUpToALayer() throws {
        let x = Input(shape: [3])
        let hidden = Dense(4, activation: .relu), last = Dense(2)
        let model = try Model(inputs: x, outputs: last(Dropout(0.5)(hidden(x))), seed: 3)
        let names = model.layers.map(\.name), data = Tensor([[1, -2, 3]])
        let part = try model.upTo("dense")
        #expect(model.layers.map(\.name) == names)
        #expect(try mismatch(part.predict(data), try hidden(data)) == nil)
        #expect(try mismatch(last(part.predict(data)), try model.predict(data)) == nil)
        #expect(errorText { try model.upTo("dense_2") }?.contains("no layer 'dense_2'; there are ") == true)
    }
}
