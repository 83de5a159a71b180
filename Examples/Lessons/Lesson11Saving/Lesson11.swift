import Foundation
import Myelin

extension Lesson {
    static let saving = Lesson(
        11, "Saving, serving, and opening in Keras", aim: "Keep what was learned in a file, and use it elsewhere."
    ) { output in
        let points = Moons.points(400, seed: 1)
        let model = try Sequential(seed: 1) {
            Input(shape: [2])
            Dense(16, activation: .tanh)
            Dense(16, activation: .tanh)
            Dense(1, activation: .sigmoid)
        }
        output.heading("Two moons")
        model.compile(optimizer: Adam(learningRate: 0.02), loss: .binaryCrossentropy, metrics: [.accuracy])
        try model.fit(points.x, points.y, epochs: 30, verbose: .silent)
        let test = Moons.points(200, seed: 2)
        output.number("accuracy", try model.evaluate(test.x, test.y)["accuracy"]!, digits: 3)

        let path = try output.file("moons.keras")
        try saveAndLoad(model, path, test, output)
        try serve(path, output)
        openInKeras(output)
        try output.picture("lesson11-moons") {
            try Figure.decisionBoundary(of: model, x: points.x, y: points.y, title: "Two moons").write(to: $0)
        }
        try output.picture("lesson11-model", by: .graphviz) { try model.plot(to: $0, showShapes: true, dpi: 96) }
    }

    private static func saveAndLoad(
        _ model: Model, _ path: String, _ test: (x: Tensor, y: Tensor), _ output: LessonOutput
    ) throws {
        output.heading("Saved and loaded")
        try model.save(path)
        let loaded = try loadModel(path)
        let before = try model.predict(test.x).scalars(Float.self),
            after = try loaded.predict(test.x).scalars(Float.self)
        output.line("the loaded model gives \(before == after ? "the same 200 answers, bit for bit" : "other answers")")
        // It was saved with its optimizer, so that training goes on where it was.
        try loaded.fit(test.x, test.y, epochs: 1, verbose: .silent)
        output.line(
            "after an epoch more its optimizer has counted \(Int(loaded.optimizer!.iterations.scalar)) steps, the saved one \(Int(model.optimizer!.iterations.scalar))"
        )
    }

    private static func serve(_ path: String, _ output: LessonOutput) throws {
        output.heading("Served")
        let request = Data(#"{"points": [[0, 1], [1, -0.5]]}"#.utf8)
        let answer = try Answerer(modelFile: path).answer(request)
        output.line("request {\"points\": [[0, 1], [1, -0.5]]}")
        let probabilities = try JSONDecoder().decode(Answerer.Answer.self, from: answer).probabilities
        output.line("answer: probabilities \(listed(probabilities.map(Double.init), 3))")
        for (index, probability) in probabilities.enumerated() { output.keep("answer \(index)", Double(probability)) }
    }

    private static func openInKeras(_ output: LessonOutput) {
        output.heading("Opened in Keras")
        output.line(
            """
            import keras
            model = keras.models.load_model("moons.keras")
            model.summary()
            model.predict([[0, 1], [1, -0.5]])
            """)
    }
}
