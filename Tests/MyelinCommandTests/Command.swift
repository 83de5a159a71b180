import Foundation
import Synchronization
import TestSupport
import Testing

/// The command `myelin`, run as a process of its own.
enum Command {
    /// The binary that was built beside the tests; nil if it was not.
    static let binary: String? = {
        guard let tests = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe") else {
            return nil
        }
        let path = (tests as NSString).deletingLastPathComponent + "/myelin"
        return FileManager.default.isExecutableFile(atPath: path) ? path : nil
    }()

    struct Outcome: Sendable {
        let code: Int32
        let output: String
        let errors: String
        /// Whether it ended by a signal.
        let crashed: Bool

        var errorLines: [String] { errors.split(separator: "\n").map(String.init) }
        var outputLines: [String] { output.split(separator: "\n").map(String.init) }
    }

    /// Starts it with arguments and does not wait; what it prints is lost.
    static func start(_ arguments: [String]) throws -> Process {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: try #require(binary))
        process.arguments = arguments
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        process.standardInput = FileHandle.nullDevice
        try process.run()
        return process
    }

    /// Runs it with arguments, by itself or by another program in front; if asked for, interrupts it as Ctrl-C does.
    static func run(
        _ arguments: [String], environment: [String: String] = [:], through wrapper: [String] = [],
        interruptedAfter seconds: Double? = nil
    ) throws -> Outcome {
        let process = Process()
        let words = wrapper + [try #require(binary)] + arguments
        process.executableURL = URL(fileURLWithPath: words[0])
        process.arguments = Array(words.dropFirst())
        var variables = ProcessInfo.processInfo.environment
        variables["MYELIN_DATA_DIR"] = nil
        for (name, value) in environment { variables[name] = value }
        process.environment = variables
        // Into files, which unlike pipes are never full.
        return try withFolder { folder in
            let paths = [folder + "/output", folder + "/errors"]
            for path in paths { try Data().write(to: URL(fileURLWithPath: path)) }
            process.standardOutput = FileHandle(forWritingAtPath: paths[0])
            process.standardError = FileHandle(forWritingAtPath: paths[1])
            process.standardInput = FileHandle.nullDevice
            try process.run()
            if let seconds {
                Thread.sleep(forTimeInterval: seconds)
                process.interrupt()
            }
            let deadline = Date(timeIntervalSinceNow: limit)
            while process.isRunning, Date() < deadline { Thread.sleep(forTimeInterval: 0.005) }
            if process.isRunning {
                Issue.record("still running after \(limit) seconds: myelin \(arguments.joined(separator: " "))")
                kill(process.processIdentifier, SIGKILL)
            }
            process.waitUntilExit()
            let texts = try paths.map {
                String(decoding: try Data(contentsOf: URL(fileURLWithPath: $0)), as: UTF8.self)
            }
            return Outcome(
                code: process.terminationStatus, output: texts[0], errors: texts[1],
                crashed: process.terminationReason == .uncaughtSignal)
        }
    }

    /// Seconds after which a command is ended, lest it outlive the tests.
    private static let limit = 120.0

    /// Runs what cannot be, and returns the one line that says so.
    static func failure(
        _ arguments: [String], environment: [String: String] = [:], through wrapper: [String] = [],
        sourceLocation: SourceLocation = #_sourceLocation
    ) throws -> String {
        let outcome = try run(arguments, environment: environment, through: wrapper)
        #expect(!outcome.crashed, sourceLocation: sourceLocation)
        #expect(outcome.code != 0, sourceLocation: sourceLocation)
        #expect(outcome.errorLines.count == 1, "\(outcome.errors)", sourceLocation: sourceLocation)
        return outcome.errorLines.first ?? ""
    }
}

extension Trait where Self == ConditionTrait {
    /// Only where the command was built beside the tests.
    static var withCommand: Self {
        .enabled(
            if: Command.binary != nil, "the command 'myelin' is not built beside the tests: run 'swift build' first")
    }
}
