import MyelinPlayground
import Testing

/// The expected texts were compiled and run with Myelin once.
@Suite struct SwiftCodeTests {
    private let points = [
        DataPoint(x: 1.25, y: -2, label: 1), DataPoint(x: 0.12345, y: 3, label: -1),
        DataPoint(x: -6, y: 5.9999, label: 1), DataPoint(x: 0, y: -0.0001, label: -1),
        DataPoint(x: 2, y: 2, label: 1),
    ]

    @Test func ofAClassification() throws {
        var settings = Settings()
        try settings.set([
            "network": "4,2", "features": "x1,x2Squared,sinX2", "activation": "leaky_relu", "dropout": "20",
            "regularization": "L1L2", "regularizationRate": "0.003", "optimizer": "Adam", "learningRate": "0.01",
            "initializer": "HeNormal", "seed": "7",
        ])
        #expect(SwiftCode(settings: settings, points: points).text == Self.classification)
    }

    @Test func ofARegressionWithNormalization() throws {
        var settings = Settings()
        try settings.set([
            "problem": "regression", "network": "3", "batchNormalization": "true", "activation": "hard_silu",
        ])
        let text = SwiftCode(settings: settings, points: points).text
        let expected = """
                Input(shape: [2])
                Dense(3)
                BatchNormalization()
                ActivationLayer(.hardSiLU)
                Dense(1)
            }
            model.compile(optimizer: SGD(learningRate: 0.03), loss: MeanSquaredError())
            """
        #expect(text.contains(expected))
    }

    private static let classification = """
        import Foundation
        import Myelin

        // What the network sees of a point (x1, x2).
        func features(_ x1: Float, _ x2: Float) -> [Float] {
            [x1, x2 * x2, sin(x2)]
        }

        let model = try Sequential(seed: 7) {
            Input(shape: [3])
            Dense(4, activation: .leakyReLU, kernelInitializer: HeNormal(), kernelRegularizer: L1L2(l1: 0.003, l2: 0.003))
            Dropout(0.2)
            Dense(2, activation: .leakyReLU, kernelInitializer: HeNormal(), kernelRegularizer: L1L2(l1: 0.003, l2: 0.003))
            Dropout(0.2)
            Dense(1, activation: .sigmoid, kernelInitializer: HeNormal(), kernelRegularizer: L1L2(l1: 0.003, l2: 0.003))
        }
        model.compile(optimizer: Adam(learningRate: 0.01), loss: BinaryCrossentropy())
        print(try model.summarized())

        // The training data: x1, x2 and the label, 0 for orange and 1 for blue.
        let points: [[Float]] = [
            [1.25, -2, 1], [0.123, 3, 0], [-6, 6, 1], [0, 0, 0],
            [2, 2, 1],
        ]
        let x = Tensor(rows: points.map { features($0[0], $0[1]) })
        let y = Tensor(rows: points.map { [$0[2]] })

        try model.fit(x, y, batchSize: 10, epochs: 100)
        print(try model.predict(Tensor(rows: [features(1, 2)])))

        """
}
