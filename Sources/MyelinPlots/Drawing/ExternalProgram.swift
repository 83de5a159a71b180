import Foundation
import MyelinCore
import MyelinData

/// A program that draws: it reads text and gives a picture.
package struct ExternalProgram {
    let name: String
    /// The package of Debian and Ubuntu that has it.
    let package: String

    package init(name: String, package: String) {
        self.name = name
        self.package = package
    }

    package static let gnuplot = ExternalProgram(name: "gnuplot", package: "gnuplot-nox")
    package static let dot = ExternalProgram(name: "dot", package: "graphviz")

    /// Where the program is; nil if it is not installed.
    package var path: String? {
        let folders = (FileSystem.environment("PATH") ?? "/usr/bin:/bin").split(separator: ":").map(String.init)
        return folders.map { FileSystem.join($0, name) }.first { access($0, X_OK) == 0 && FileSystem.isFile($0) }
    }

    /// Runs the program and returns what it writes.
    ///
    /// - Throws: if it is missing, or what it complains about.
    package func run(_ arguments: [String], input: String) throws -> [UInt8] {
        guard let path else {
            throw MyelinError(
                .file, "\(name) is not installed, which draws the pictures: sudo apt-get install \(package)")
        }
        // Files that nobody else sees: unlike pipes they are never full, and nobody waits for the other.
        let files = try (0..<3).map { _ in try Self.unnamedFile() }
        try files[0].write(contentsOf: Data(input.utf8))
        try files[0].seek(toOffset: 0)
        let status = try spawn(path, arguments, files.map(\.fileDescriptor))
        let output = try Self.content(of: files[1]), complaints = try Self.content(of: files[2])
        guard status == 0, !output.isEmpty else {
            let lines = String(decoding: complaints, as: UTF8.self).split(separator: "\n")
                .map { $0.trimmingCharacters(in: .whitespaces) }.filter { !$0.isEmpty && $0 != "^" }
            throw MyelinError(.file, "\(name) failed: \(lines.last ?? "it ended with status \(status)")")
        }
        return [UInt8](output)
    }

    /// Runs the program to its end with three open files as its input, output and errors; returns its status.
    ///
    /// By the system's own calls: Foundation's `Process` waits by a run loop, which stands still where the threads that
    /// serve it are busy.
    private func spawn(_ path: String, _ arguments: [String], _ files: [Int32]) throws -> Int32 {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        for (number, file) in files.enumerated() {
            posix_spawn_file_actions_adddup2(&actions, file, Int32(number))
        }
        var words: [UnsafeMutablePointer<CChar>?] = ([path] + arguments).map { strdup($0) } + [nil]
        defer { for word in words { free(word) } }
        var process = pid_t()
        let code = posix_spawn(&process, path, &actions, nil, &words, environ)
        guard code == 0 else { throw FileSystem.failure(path, "cannot be run", code: code) }
        var status: Int32 = 0
        while waitpid(process, &status, 0) < 0 {
            guard errno == EINTR else { throw FileSystem.failure(path, "cannot be waited for") }
        }
        return status
    }

    private static func unnamedFile() throws -> FileHandle {
        guard let file = tmpfile() else { throw FileSystem.failure("a temporary file", "cannot be made") }
        defer { fclose(file) }
        // The stream closes its own descriptor.
        return FileHandle(fileDescriptor: fcntl(fileno(file), F_DUPFD_CLOEXEC, 3), closeOnDealloc: true)
    }

    private static func content(of file: FileHandle) throws -> Data {
        try file.seek(toOffset: 0)
        return try file.readToEnd() ?? Data()
    }
}
