import Foundation
import Myelin
import MyelinLessons
import TestSupport
import Testing

/// The course as a whole, and its articles.
struct CourseTests {
    @Test func lessonsAreNumbered() throws {
        #expect(Lessons.all.map(\.number) == Array(1...11))
        #expect(errorText { try Lessons.numbered(12) } == "lesson 12: expected a number from 1 to 11")
    }

    @Test func pictures() throws {
        guard ExternalProgram.gnuplot.path != nil else {
            print("gnuplot is not installed: the lessons' pictures are not tested")
            return
        }
        try withFolder { folder in
            for number in [1, 3, 6] {
                let run = try LessonRun(number, folder: folder)
                #expect(!run.pictures.isEmpty)
                for path in run.pictures {
                    let start = try Data(contentsOf: URL(filePath: path)).prefix(8)
                    #expect(Array(start.dropFirst().prefix(3)) == Array("PNG".utf8))
                }
            }
        }
    }

    /// What the articles show as code is the lessons' code.
    @Test(arguments: 1...11) func codeInArticles(_ number: Int) throws {
        let article = try Article(number)
        let sources = try Article.sources()
        #expect(!article.blocks("swift").isEmpty)
        for block in article.blocks("swift") {
            #expect(sources.contains(Article.withoutIndentation(block)), "not in the sources:\n\(block)")
        }
        for picture in article.pictures {
            let path = repository.appending(path: "Sources/Myelin/Myelin.docc/Resources/course/\(picture).png").path
            #expect(FileManager.default.fileExists(atPath: path), "\(picture)")
        }
        #expect(!article.pictures.isEmpty)
    }

    /// What they show as output is what is printed, where no training by kernels is in it, whose last digits may differ
    /// from machine to machine.
    @Test(arguments: [1, 2, 4, 5, 6, 8]) func outputInArticles(_ number: Int) throws {
        let printed = Set(try LessonRun(number).lines)
        let blocks = try Article(number).blocks("text")
        #expect(!blocks.isEmpty)
        for line in blocks.joined() { #expect(printed.contains(line), "not printed: \(line)") }
    }
}

private struct Article {
    let lines: [String]

    init(_ number: Int) throws {
        let folder = repository.appending(path: "Sources/Myelin/Myelin.docc/Course")
        let prefix = "Lesson\(number < 10 ? "0" : "")\(number)"
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
        let name = try #require(names.first { $0.hasPrefix(prefix) && $0.hasSuffix(".md") })
        let text = try String(contentsOf: folder.appending(path: name), encoding: .utf8)
        lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    }

    /// The lines of the fenced blocks of a language.
    func blocks(_ language: String) -> [[String]] {
        var blocks: [[String]] = []
        var open: [String]?, isWanted = false
        for line in lines {
            if line.hasPrefix("```") {
                if let block = open {
                    if isWanted { blocks.append(block) }
                    open = nil
                } else {
                    open = []
                    isWanted = line == "```\(language)"
                }
            } else {
                open?.append(line)
            }
        }
        return blocks
    }

    /// The names of the pictures.
    var pictures: [String] {
        lines.compactMap { line in
            guard line.hasPrefix("!["), let start = line.lastIndex(of: "("), line.hasSuffix(")") else { return nil }
            return String(line[line.index(after: start)...].dropLast())
        }
    }

    static func withoutIndentation(_ lines: [String]) -> String {
        lines.map { $0.trimmingCharacters(in: .whitespaces) }.joined(separator: "\n")
    }

    /// All sources of the lessons.
    static func sources() throws -> String {
        let folder = repository.appending(path: "Examples/Lessons")
        let names = try FileManager.default.subpathsOfDirectory(atPath: folder.path).filter { $0.hasSuffix(".swift") }
        return try names.map { name in
            let text = try String(contentsOf: folder.appending(path: name), encoding: .utf8)
            return withoutIndentation(text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init))
        }.joined(separator: "\n")
    }
}
