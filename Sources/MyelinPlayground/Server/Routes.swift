import Foundation
import Hummingbird
import Myelin

/// What a page asks of the server.
struct Routes: Sendable {
    let sessions: Sessions
    /// The most bytes that a request may bring, but for a CSV file.
    private static let largestRequest = 16_384

    func add(to router: Router<BasicRequestContext>) {
        for file in PageFile.all { router.get(file.path) { _, _ in file.response } }
        router.post("/api/sessions", use: answering(open))
        router.get("/api/sessions/:id/events", use: events)
        router.post("/api/sessions/:id/settings", use: answering(settings))
        router.post("/api/sessions/:id/link", use: answering(link))
        router.post("/api/sessions/:id/actions", use: answering(action))
        router.post("/api/sessions/:id/weights", use: answering(weight))
        router.post("/api/sessions/:id/csv", use: answering(csv))
        router.get("/api/sessions/:id/code", use: answering(code))
        router.get("/api/sessions/:id/model.keras", use: answering(model))
    }

    typealias Handler = @Sendable (Request, BasicRequestContext) async throws -> Response

    /// Turns a user's mistake into an answer that says what it is.
    private func answering(_ handler: @escaping Handler) -> Handler {
        { request, context in
            do {
                return try await handler(request, context)
            } catch let error as MyelinError {
                throw HTTPError(.badRequest, message: error.message)
            } catch let error as DecodingError {
                throw HTTPError(.badRequest, message: "the request is not understood: \(Self.text(error))")
            }
        }
    }

    private static func text(_ error: DecodingError) -> String {
        switch error {
        case .keyNotFound(let key, _): "'\(key.stringValue)' is missing"
        case .typeMismatch(_, let context), .valueNotFound(_, let context):
            "'\(context.codingPath.map(\.stringValue).joined(separator: "."))' is of another type"
        default: "expected JSON"
        }
    }

    private func session(_ context: BasicRequestContext) async throws -> Session {
        if let id = context.parameters.get("id"), let session = await sessions.session(id) { return session }
        throw HTTPError(.notFound, message: "this page's session is over: reload the page")
    }

    private func body(_ request: Request, upTo limit: Int) async throws -> Data {
        do {
            return Data(try await request.body.collect(upTo: limit).readableBytesView)
        } catch {
            throw HTTPError(.contentTooLarge, message: "expected at most \(limit) bytes")
        }
    }

    private func read<Value: Decodable>(_ type: Value.Type, _ request: Request) async throws -> Value {
        try JSONDecoder().decode(type, from: try await body(request, upTo: Self.largestRequest))
    }

    private func json(_ value: some Encodable) throws -> Response {
        Response(
            status: .ok, headers: [.contentType: "application/json", .cacheControl: "no-store"],
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: try JSON.encode(value))))
    }

    private struct Done: Encodable { var messages: [String] = [] }

    // MARK: Answers

    private struct Opening: Decodable { let link: String }
    private struct Opened: Encodable {
        let session: String
        let table: [Row]
        let features: [FeatureRow]
        /// Some points of each data set, as x, y, label.
        let previews: [String: [[Float]]]
        let messages: [String]

        struct Row: Encodable {
            let name, label, help: String
            let kind: Setting.Kind
            let choices: [Setting.Choice]
            let minimum, maximum, step: Double?
            let problem: String?
        }
        struct FeatureRow: Encodable {
            let name, label: String
            let picture: Picture
        }
    }

    /// Begins a session with the settings of a link.
    @Sendable private func open(_ request: Request, _ context: BasicRequestContext) async throws -> Response {
        let opening = try await read(Opening.self, request)
        var (settings, messages) = Settings.read(link: opening.link)
        if settings.dataName == DataSet.csv {
            messages.append("The link shows a CSV file, which no link can carry: choose the file again.")
            settings.data = Settings().data
            settings.regressionData = Settings().regressionData
        }
        let session = try await sessions.open(settings)
        let table = Settings.table.map {
            Opened.Row(
                name: $0.name, label: $0.label, help: $0.help, kind: $0.kind, choices: $0.choices,
                minimum: $0.minimum, maximum: $0.maximum, step: $0.step, problem: $0.problem?.rawValue)
        }
        let features = Feature.all.map { Opened.FeatureRow(name: $0.name, label: $0.label, picture: Picture($0)) }
        let previews = try Dictionary(
            uniqueKeysWithValues: DataSet.all.map { set in
                let points = try DataSet.points(set.name, problem: set.problem, noise: 0, seed: 1).prefix(160)
                return (set.name, points.map { [$0.x, $0.y, $0.label] })
            })
        return try json(
            Opened(session: session.id, table: table, features: features, previews: previews, messages: messages))
    }

    @Sendable private func events(_ request: Request, _ context: BasicRequestContext) async throws -> Response {
        let stream = EventStream(session: try await session(context))
        return Response(
            status: .ok, headers: [.contentType: "text/event-stream", .cacheControl: "no-store"],
            body: ResponseBody { writer in
                try await request.body.consumeWithCancellationOnInboundClose { _ in try await stream.run(&writer) }
                try await writer.finish(nil)
            })
    }

    @Sendable private func settings(_ request: Request, _ context: BasicRequestContext) async throws -> Response {
        let session = try await session(context)
        let values = try await read([String: String].self, request)
        try await session.experiment.set(values)
        return try json(Done())
    }

    /// Takes over a link that was typed into the address bar.
    @Sendable private func link(_ request: Request, _ context: BasicRequestContext) async throws -> Response {
        let session = try await session(context)
        let (settings, messages) = Settings.read(link: try await read(Opening.self, request).link)
        try await session.experiment.change(to: settings)
        return try json(Done(messages: messages))
    }

    private struct ActionRequest: Decodable { let action: String }

    @Sendable private func action(_ request: Request, _ context: BasicRequestContext) async throws -> Response {
        let session = try await session(context)
        let name = try await read(ActionRequest.self, request).action
        switch name {
        case "play": await session.experiment.play()
        case "pause": await session.experiment.pause()
        case "step": try await session.experiment.step()
        case "reset": try await session.experiment.reset()
        default:
            throw MyelinError(.unknownName, "action: expected play, pause, step or reset, got '\(name.prefix(40))'")
        }
        return try json(Done())
    }

    private struct WeightRequest: Decodable {
        let layer, unit: Int
        /// Nil for the bias.
        let input: Int?
        let value: Double
    }

    @Sendable private func weight(_ request: Request, _ context: BasicRequestContext) async throws -> Response {
        let session = try await session(context)
        let weight = try await read(WeightRequest.self, request)
        try await session.experiment.setWeight(
            layer: weight.layer, input: weight.input, unit: weight.unit, to: weight.value)
        return try json(Done())
    }

    @Sendable private func csv(_ request: Request, _ context: BasicRequestContext) async throws -> Response {
        let session = try await session(context)
        let bytes = try await body(request, upTo: CSVTable.largestByteCount)
        guard let text = String(data: bytes, encoding: .utf8) else {
            throw MyelinError(.data, "CSV: the file is no text in UTF-8")
        }
        try await session.experiment.use(CSVTable(text))
        return try json(Done())
    }

    @Sendable private func code(_ request: Request, _ context: BasicRequestContext) async throws -> Response {
        let text = try await session(context).experiment.code
        return Response(
            status: .ok, headers: [.contentType: "text/plain; charset=utf-8", .cacheControl: "no-store"],
            body: ResponseBody(byteBuffer: ByteBuffer(string: text)))
    }

    @Sendable private func model(_ request: Request, _ context: BasicRequestContext) async throws -> Response {
        let data = try await session(context).experiment.kerasFile()
        return Response(
            status: .ok,
            headers: [
                .contentType: "application/octet-stream", .cacheControl: "no-store",
                .contentDisposition: "attachment; filename=\"playground.keras\"",
            ], body: ResponseBody(byteBuffer: ByteBuffer(bytes: data)))
    }
}
