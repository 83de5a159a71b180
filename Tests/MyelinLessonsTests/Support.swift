import Foundation
import MyelinLessons
import Synchronization
import Testing

/// What a lesson printed, measured and drew.
struct LessonRun {
    let lines: [String]
    let numbers: [String: Double]
    let pictures: [String]

    init(_ number: Int, folder: String? = nil) throws {
        let collected = Mutex<[String]>([])
        let output = LessonOutput(folder: folder) { line in
            collected.withLock { $0 += line.split(separator: "\n", omittingEmptySubsequences: false).map(String.init) }
        }
        try Lessons.numbered(number).run(output: output)
        lines = collected.withLock { $0 }
        numbers = output.numbers
        pictures = output.pictures
    }

    func number(_ name: String, _ place: SourceLocation = #_sourceLocation) throws -> Double {
        try #require(numbers[name], "no number '\(name)' among \(numbers.keys.sorted())", sourceLocation: place)
    }
}

func isClose(_ a: [Double], _ b: [Double], within tolerance: Double) -> Bool {
    a.count == b.count && zip(a, b).allSatisfy { abs($0 - $1) <= tolerance }
}

/// The folder of the package.
let repository = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()
