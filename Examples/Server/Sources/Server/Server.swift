import Hummingbird
import Myelin

/// `POST /predict` with `{"samples": [[0.1, 0.2, …], …]}` answers `{"predictions": [[…], …]}`.
@main
struct Server {
    struct Question: Decodable {
        let samples: [[Float]]
    }

    struct Answer: ResponseEncodable {
        let predictions: [[Float]]
    }

    static func main() async throws {
        guard let path = CommandLine.arguments.dropFirst().first else {
            print("usage: Server MODEL.keras [PORT]")
            return
        }
        let port = CommandLine.arguments.dropFirst(2).first.flatMap { Int($0) } ?? 8080
        let predictor = try Predictor(path)
        let app = Application(
            router: routes(predictor), configuration: .init(address: .hostname("127.0.0.1", port: port)))
        try await app.runService()
    }

    static func routes(_ predictor: Predictor) -> Router<BasicRequestContext> {
        let router = Router()
        router.get("/health") { _, _ in HTTPResponse.Status.ok }
        router.post("/predict") { request, context -> Answer in
            let question = try await request.decode(as: Question.self, context: context)
            do {
                return Answer(predictions: try await predictAll(question.samples, predictor))
            } catch let error as MyelinError {
                throw HTTPError(.badRequest, message: error.message)
            } catch is Predictor.Overloaded {
                throw HTTPError(.serviceUnavailable, message: "too many requests wait; try again later")
            }
        }
        return router
    }

    /// The samples of one request wait side by side, so that they share a batch.
    private static func predictAll(_ samples: [[Float]], _ predictor: Predictor) async throws -> [[Float]] {
        try await withThrowingTaskGroup(of: (Int, [Float]).self) { group in
            for (index, sample) in samples.enumerated() {
                group.addTask { (index, try await predictor.predict(sample)) }
            }
            var predictions = [[Float]](repeating: [], count: samples.count)
            for try await (index, output) in group { predictions[index] = output }
            return predictions
        }
    }
}
