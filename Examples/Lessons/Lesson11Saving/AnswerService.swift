import Foundation
import Myelin

/// A saved model that answers requests: JSON in, JSON out.
package struct Answerer {
    struct Question: Codable {
        let points: [[Float]]
    }
    struct Answer: Codable {
        let probabilities: [Float]
    }

    private let model: Model

    package init(modelFile: String) throws { model = try loadModel(modelFile) }

    package func answer(_ body: Data) throws -> Data {
        let question = try JSONDecoder().decode(Question.self, from: body)
        guard !question.points.isEmpty, question.points.allSatisfy({ $0.count == 2 }) else {
            throw MyelinError(.shape, "points: expected pairs of numbers")
        }
        let probabilities = try model.predict(Tensor(question.points)).scalars(Float.self)
        return try JSONEncoder().encode(Answer(probabilities: probabilities))
    }
}

/// What the routes of a web server share. An actor, because a model answers one request at a time.
package actor AnswerService {
    private let answerer: Answerer

    package init(modelFile: String) throws { answerer = try Answerer(modelFile: modelFile) }

    package func answer(_ body: Data) throws -> Data { try answerer.answer(body) }
}
