import Hummingbird

/// Lets nobody in but the playground's own page: other sites that the same browser shows cannot drive it.
///
/// The name in `Host` must be this machine's, or an address in numbers: a name that somebody else has made to point here
/// (DNS rebinding) is no such. `Origin`, which browsers send with what changes something, must be the same place.
struct SameOrigin<Context: RequestContext>: RouterMiddleware {
    /// The host that the server was told to listen on.
    let host: String

    func handle(
        _ request: Request, context: Context, next: (Request, Context) async throws -> Response
    ) async throws -> Response {
        let authority = request.head.authority ?? ""
        guard isOwn(authority) else {
            throw HTTPError(.forbidden, message: "the playground is not to be reached as '\(authority.prefix(100))'")
        }
        if let origin = request.headers[.origin], origin.lowercased() != "http://\(authority.lowercased())" {
            throw HTTPError(.forbidden, message: "only the playground's own page may do this")
        }
        return try await next(request, context)
    }

    private func isOwn(_ authority: String) -> Bool {
        let name = Self.name(authority).lowercased()
        if name == "localhost" || name == host.lowercased() { return true }
        if name.hasPrefix("["), name.hasSuffix("]") { return true }
        let parts = name.split(separator: ".", omittingEmptySubsequences: false)
        return parts.count == 4 && parts.allSatisfy { UInt8($0) != nil }
    }

    /// An authority without its port.
    private static func name(_ authority: String) -> Substring {
        if authority.hasPrefix("["), let end = authority.firstIndex(of: "]") { return authority[...end] }
        return authority.prefix { $0 != ":" }
    }
}
