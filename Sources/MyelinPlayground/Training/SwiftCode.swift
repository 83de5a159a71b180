import Foundation

/// The network of some settings as a Swift program that trains it on the same points.
package struct SwiftCode {
    package let settings: Settings
    package let points: [DataPoint]

    package init(settings: Settings, points: [DataPoint]) {
        self.settings = settings
        self.points = points
    }

    /// Points that are written out; who has more reads them from a file.
    package static let largestPointCount = 600

    package var text: String {
        let features = Feature.named(settings.features)
        let shown = points.prefix(Self.largestPointCount)
        let rest = points.count - shown.count
        return """
            import Foundation
            import Myelin

            // What the network sees of a point (x1, x2).
            func features(_ x1: Float, _ x2: Float) -> [Float] {
                [\(features.map(\.code).joined(separator: ", "))]
            }

            let model = try Sequential(seed: \(settings.seed)) {
                Input(shape: [\(features.count)])
            \(layers.map { "    \($0)\n" }.joined())}
            model.compile(optimizer: \(optimizer), loss: \(settings.lossName)())
            print(try model.summarized())

            // The training data: x1, x2 and \(meaning).\(rest > 0 ? "\n// \(rest) more points are left out here." : "")
            let points: [[Float]] = [
            \(rows(shown))
            ]
            let x = Tensor(rows: points.map { features($0[0], $0[1]) })
            let y = Tensor(rows: points.map { [$0[2]] })

            try model.fit(x, y, batchSize: \(settings.batchSize), epochs: 100)
            print(try model.predict(Tensor(rows: [features(1, 2)])))

            """
    }

    private var output: LossChoice.Output { LossChoice.named(settings.lossName).output(settings.problem) }

    private var meaning: String {
        switch output {
        case .probability: "the label, 0 for orange and 1 for blue"
        case .bounded, .unbounded:
            settings.problem == .classification ? "the label, -1 for orange and 1 for blue" : "the number to foretell"
        }
    }

    private var layers: [String] {
        var layers: [String] = []
        for units in settings.network {
            if settings.batchNormalization {
                layers.append("Dense(\(units)\(initializer)\(regularizer))")
                layers.append("BatchNormalization()")
                layers.append("ActivationLayer(\(Self.activation(settings.activation)))")
            } else {
                let activation =
                    settings.activation == "linear" ? "" : ", activation: \(Self.activation(settings.activation))"
                layers.append("Dense(\(units)\(activation)\(initializer)\(regularizer))")
            }
            if settings.dropout > 0 { layers.append("Dropout(\(Double(settings.dropout) / 100))") }
        }
        let last =
            switch output {
            case .probability: ", activation: .sigmoid"
            case .bounded: ", activation: .tanh"
            case .unbounded: ""
            }
        return layers + ["Dense(1\(last)\(initializer)\(regularizer))"]
    }

    /// Keras' name of an activation as Swift has it: "hard_sigmoid" is `.hardSigmoid`.
    private static func activation(_ name: String) -> String {
        if let special = ["leaky_relu": ".leakyReLU", "hard_silu": ".hardSiLU"][name] { return special }
        let words = name.split(separator: "_")
        return "." + words[0] + words.dropFirst().map(\.capitalized).joined()
    }

    private var initializer: String {
        settings.initializer == "GlorotUniform" ? "" : ", kernelInitializer: \(settings.initializer)()"
    }

    private var regularizer: String {
        let rate = "\(settings.regularizationRate)"
        return switch settings.regularization {
        case "L1": ", kernelRegularizer: L1(\(rate))"
        case "L2": ", kernelRegularizer: L2(\(rate))"
        case "L1L2": ", kernelRegularizer: L1L2(l1: \(rate), l2: \(rate))"
        default: ""
        }
    }

    private var optimizer: String { "\(settings.optimizer)(learningRate: \(settings.learningRate))" }

    private func rows(_ points: some Collection<DataPoint>) -> String {
        let rows = points.map { point in
            let label = output == .probability ? (point.label + 1) / 2 : point.label
            return "[\(Self.number(point.x)), \(Self.number(point.y)), \(Self.number(label))],"
        }
        return stride(from: 0, to: rows.count, by: 4).map { start in
            "    " + rows[start..<min(start + 4, rows.count)].joined(separator: " ")
        }.joined(separator: "\n")
    }

    private static func number(_ value: Float) -> String {
        let rounded = (Double(value) * 1000).rounded() / 1000
        return short(rounded == 0 ? 0 : rounded)
    }
}
