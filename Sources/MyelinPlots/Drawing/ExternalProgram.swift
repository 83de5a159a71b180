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
        let process = Process()
        process.executableURL = URL(fileURLWithPath: path)
        process.arguments = arguments
        process.standardInput = files[0]
        process.standardOutput = files[1]
        process.standardError = files[2]
        do { try process.run() } catch {
            throw MyelinError(.file, "\(path): cannot be run: \(error.localizedDescription)")
        }
        process.waitUntilExit()
        let output = try Self.content(of: files[1]), complaints = try Self.content(of: files[2])
        guard process.terminationReason == .exit, process.terminationStatus == 0, !output.isEmpty else {
            let lines = String(decoding: complaints, as: UTF8.self).split(separator: "\n")
                .map { $0.trimmingCharacters(in: .whitespaces) }.filter { !$0.isEmpty && $0 != "^" }
            throw MyelinError(
                .file, "\(name) failed: \(lines.last ?? "it ended with code \(process.terminationStatus)")")
        }
        return [UInt8](output)
    }

    private static func unnamedFile() throws -> FileHandle {
        guard let file = tmpfile() else { throw FileSystem.failure("a temporary file", "cannot be made") }
        defer { fclose(file) }
        // The stream closes its own descriptor.
        return FileHandle(fileDescriptor: dup(fileno(file)), closeOnDealloc: true)
    }

    private static func content(of file: FileHandle) throws -> Data {
        try file.seek(toOffset: 0)
        return try file.readToEnd() ?? Data()
    }
}
