import MyelinCore
import MyelinData
import Synchronization
import TestSupport
import Testing

@Suite struct DownloadTests {
    private static let content: [UInt8] = (0..<200_000).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ $0 >> 8) }
    private static let checksum = SHA256.hash(of: content)
    private let folder = TemporaryFolder()

    private func download(_ urls: [String], sha256: String? = Self.checksum) throws -> Download {
        var download = Download(from: urls, to: try folder.path("cache/file.bin"), sha256: sha256)
        download.pause = 0.01
        download.progress = .silent
        return download
    }

    private func content(of download: Download) throws -> [UInt8] { try FileSystem.contents(of: download.destination) }

    /// Serves the content, and ranges of it as servers of files do.
    @Sendable private static func serve(_ request: LoopbackServer.Request, _ number: Int) -> LoopbackServer.Response {
        guard let range = request.headers["range"], let first = Int(range.dropFirst("bytes=".count).dropLast()) else {
            return .init(body: content)
        }
        guard first < content.count else { return .init(status: 416) }
        return .init(
            status: 206,
            headers: ["Content-Range": "bytes \(first)-\(content.count - 1)/\(content.count)"],
            body: Array(content[first...]))
    }

    @Test("A file is fetched once, with progress, and no part is left")
    func aFileIsFetchedOnce() throws {
        let server = LoopbackServer(Self.serve)
        defer { server.stop() }
        var download = try download([server.url("a/file.bin")])
        let last = Mutex<(Int, Int?, Bool)>((0, nil, false))
        download.progress = DownloadProgress { _, event in
            if case .ended(let count, let total, let isComplete) = event {
                last.withLock { $0 = (count, total, isComplete) }
            }
        }
        try download.run()
        try download.run()
        #expect(try content(of: download) == Self.content)
        #expect(server.requests.map(\.path) == ["a/file.bin"])
        #expect(last.withLock { $0 } == (Self.content.count, Self.content.count, true))
        #expect(try FileSystem.names(in: folder.path + "/cache") == ["file.bin"])
    }

    @Test("A part that is there is continued by a range")
    func aPartThatIsThereIsContinuedByARange() throws {
        let server = LoopbackServer(Self.serve)
        defer { server.stop() }
        try folder.write(Array(Self.content.prefix(70_000)), "cache/file.bin.part")
        let download = try download([server.url("file.bin")])
        try download.run()
        #expect(try content(of: download) == Self.content)
        #expect(server.requests.map { $0.headers["range"] } == ["bytes=70000-"])
    }

    @Test("A server that does not continue is read from the beginning")
    func aServerThatDoesNotContinueIsReadFromTheBeginning() throws {
        let server = LoopbackServer { _, _ in .init(body: Self.content) }
        defer { server.stop() }
        try folder.write([UInt8](repeating: 7, count: 1000), "cache/file.bin.part")
        let download = try download([server.url("file.bin")])
        try download.run()
        #expect(try content(of: download) == Self.content)
    }

    @Test("A cut connection is tried again and continues where it was cut")
    func aCutConnectionIsTriedAgainAndContinuesWhereItWasCut() throws {
        let server = LoopbackServer { request, number in
            var response = Self.serve(request, number)
            if number < 2 { response.cutAfter = 50_000 }
            return response
        }
        defer { server.stop() }
        let download = try download([server.url("file.bin")])
        try download.run()
        #expect(try content(of: download) == Self.content)
        #expect(server.requests.map { $0.headers["range"] } == [nil, "bytes=50000-", "bytes=100000-"])
    }

    @Test("A connection that is always cut is given up, and what came is kept")
    func aConnectionThatIsAlwaysCutIsGivenUp() throws {
        let server = LoopbackServer { _, _ in
            .init(headers: ["Content-Length": "200000"], body: [1, 2, 3], cutAfter: 3)
        }
        defer { server.stop() }
        let download = try download([server.url("file.bin")])
        expectError(.network, "cut after 3 of 200000 bytes", "is kept") { try download.run() }
        #expect(server.requests.count == download.attempts)
        #expect(FileSystem.size(download.destination + ".part") == 3)
        #expect(!FileSystem.exists(download.destination))
    }

    @Test("A wrong checksum removes the file and says both sums")
    func aWrongChecksumRemovesTheFileAndSaysBothSums() throws {
        let server = LoopbackServer { _, _ in .init(body: [1, 2, 3]) }
        defer { server.stop() }
        let download = try download([server.url("file.bin")])
        expectError(.network, "wrong checksum", Self.checksum, SHA256.hash(of: [1, 2, 3]), "removed") {
            try download.run()
        }
        #expect(server.requests.count == 1)
        #expect(try FileSystem.names(in: folder.path + "/cache") == [])
    }

    @Test("A part of another version of the file is thrown away")
    func aPartOfAnotherVersionOfTheFileIsThrownAway() throws {
        let server = LoopbackServer(Self.serve)
        defer { server.stop() }
        try folder.write([UInt8](repeating: 7, count: 1000), "cache/file.bin.part")
        let download = try download([server.url("file.bin")])
        try download.run()
        #expect(try content(of: download) == Self.content)
        #expect(server.requests.map { $0.headers["range"] } == ["bytes=1000-", nil])
    }

    @Test("A part as long as the file is thrown away too")
    func aPartAsLongAsTheFileIsThrownAwayToo() throws {
        let server = LoopbackServer(Self.serve)
        defer { server.stop() }
        try folder.write([UInt8](repeating: 7, count: 200_000), "cache/file.bin.part")
        let download = try download([server.url("file.bin")])
        try download.run()
        #expect(try content(of: download) == Self.content)
    }

    @Test("A missing file is not asked for again")
    func aMissingFileIsNotAskedForAgain() throws {
        let server = LoopbackServer { _, _ in .init(status: 404, body: Array("<html>".utf8)) }
        defer { server.stop() }
        let download = try download([server.url("file.bin")])
        expectError(.network, "/file.bin", "no such file", "404") { try download.run() }
        #expect(server.requests.count == 1)
        #expect(try FileSystem.names(in: folder.path + "/cache") == [])
    }

    @Test("A busy server is asked again")
    func aBusyServerIsAskedAgain() throws {
        let server = LoopbackServer { request, number in
            number == 0 ? .init(status: 503) : Self.serve(request, number)
        }
        defer { server.stop() }
        let download = try download([server.url("file.bin")])
        try download.run()
        #expect(try content(of: download) == Self.content)
    }

    @Test("A redirection is followed")
    func aRedirectionIsFollowed() throws {
        let server = LoopbackServer { request, number in
            request.path == "old" ? .init(status: 302, headers: ["Location": "/new"]) : Self.serve(request, number)
        }
        defer { server.stop() }
        let download = try download([server.url("old")])
        try download.run()
        #expect(try content(of: download) == Self.content)
    }

    @Test("The next address is tried when one fails")
    func theNextAddressIsTriedWhenOneFails() throws {
        let server = LoopbackServer { request, number in
            request.path == "mirror" ? Self.serve(request, number) : .init(status: 404)
        }
        defer { server.stop() }
        let download = try download([server.url("gone"), server.url("mirror")])
        try download.run()
        #expect(try content(of: download) == Self.content)
    }

    @Test("Without a server the error names every address")
    func withoutAServerTheErrorNamesEveryAddress() throws {
        let server = LoopbackServer(Self.serve)
        server.stop()
        let download = try download([server.url("one"), server.url("two")])
        expectError(.network, "/one", "/two", "not reachable") { try download.run() }
    }

    @Test("A folder that cannot be made is an error of the file")
    func aFolderThatCannotBeMadeIsAnErrorOfTheFile() throws {
        try folder.write([1], "occupied")
        let download = Download(from: ["http://127.0.0.1:1/"], to: folder.path + "/occupied/file.bin")
        expectError(.file, "occupied", "cannot create") { try download.run() }
    }

    @Test("The cache is where the environment says")
    func theCacheIsWhereTheEnvironmentSays() {
        func folder(_ variables: [String: String]) -> String { Cache.folder { variables[$0] } }
        #expect(folder(["MYELIN_CACHE_DIR": "/a", "XDG_CACHE_HOME": "/b", "HOME": "/c"]) == "/a")
        #expect(folder(["XDG_CACHE_HOME": "/b", "HOME": "/c"]) == "/b/myelin")
        #expect(folder(["HOME": "/c"]) == "/c/.cache/myelin")
    }
}
