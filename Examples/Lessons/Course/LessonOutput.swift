import Foundation
import Myelin

/// Where a lesson's text and pictures go.
public final class LessonOutput {
    private let folder: String?
    private let write: (String) -> Void
    private var hasTold = false
    /// The files of the pictures that were drawn.
    public private(set) var pictures: [String] = []
    /// What the lesson measured, by name, for those who check it.
    package private(set) var numbers: [String: Double] = [:]

    /// - Parameters:
    ///   - folder: where the pictures are written; made if it is not there. Without one, none are drawn.
    ///   - write: is given each line of text.
    public init(folder: String? = nil, write: @escaping (String) -> Void = { print($0) }) {
        self.folder = folder
        self.write = write
    }

    func line(_ text: String = "") { write(text) }

    /// A row of a table: each text with the width of its column; below 0, it stands at the column's right end.
    func row(_ cells: (text: String, width: Int)...) {
        var line = ""
        for cell in cells {
            line += cell.width < 0 ? cell.text.right(-cell.width) : cell.text.column(cell.width)
        }
        while line.hasSuffix(" ") { line.removeLast() }
        write(line)
    }

    /// The beginning of a part of the lesson.
    func heading(_ text: String) { write("\n— \(text)") }

    /// Remembers a number that a table shows.
    func keep(_ name: String, _ value: Double) { numbers[name] = value }

    /// A line with a number that the lesson has come to.
    func number(_ name: String, _ value: Double, digits: Int = 4) {
        keep(name, value)
        write("\(name): \(fixed(value, digits))")
    }

    /// The path of a file that the lesson writes.
    func file(_ name: String) throws -> String {
        let place = folder ?? NSTemporaryDirectory()
        try FileManager.default.createDirectory(atPath: place, withIntermediateDirectories: true)
        return FileSystem.join(place, name)
    }

    /// The programs that draw, by their packages.
    enum Program: String {
        case gnuplot = "gnuplot-nox"
        case graphviz

        var isInstalled: Bool { (self == .gnuplot ? ExternalProgram.gnuplot : .dot).path != nil }
    }

    /// Draws a picture. Where the program that draws is missing, says so once.
    func picture(_ name: String, by program: Program = .gnuplot, draw: (_ path: String) throws -> Void) throws {
        guard let folder else { return }
        guard program.isInstalled else {
            if !hasTold {
                write("some pictures are not drawn: install \(program.rawValue) (sudo apt install \(program.rawValue))")
            }
            hasTold = true
            return
        }
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        let path = FileSystem.join(folder, name + ".png")
        try draw(path)
        pictures.append(path)
        write("picture: \(path)")
    }
}
