import Foundation
import Myelin
import MyelinPlots
import TestSupport
import Testing

struct FigureTests {
    private let line = Figure.Mark.line([0, 1], [2, 3], label: "a")

    @Test func whatCannotBeDrawn() throws {
        let cases: [(() throws -> Void, String)] = [
            ({ try Figure("", [line]).write(to: "a.pdf") }, "a.pdf: expected a name that ends with .svg or .png"),
            ({ try Figure("", [line]).write(to: "svg") }, "svg: expected a name that ends with .svg or .png"),
            ({ try Figure("", []).write(to: "a.svg") }, "a picture: there is nothing to draw"),
            (
                { try Figure("", [.line([1], [1, 2], label: "b")]).write(to: "a.svg") },
                "a picture: 'b' has 1 numbers along x and 2 along y"
            ),
            (
                { try Figure("", [.heatMap([[1, 2], [3]])]).write(to: "a.svg") },
                "a picture: a heat map needs rows of one length, and numbers in them"
            ),
            (
                { try Figure(panels: .init(repeating: Figure.Panel("", [line]), count: 1000)).write(to: "a.png") },
                "a picture of 2080 × 90000 pixels is too large: ask for fewer diagrams at once"
            ),
        ]
        for (body, message) in cases { #expect(errorText(body) == message) }
    }

    @Test func aProgramThatIsMissing() {
        let program = ExternalProgram(name: "no-such-program", package: "some-package")
        #expect(
            errorText { try program.run([], input: "") }
                == "no-such-program is not installed, which draws the pictures: sudo apt-get install some-package")
    }

    @Test func aProgramThatFailsIsQuoted() {
        let shell = ExternalProgram(name: "sh", package: "dash")
        #expect(errorText { try shell.run([], input: "echo what is wrong >&2; exit 3") } == "sh failed: what is wrong")
        #expect(errorText { try shell.run([], input: "kill -9 $$") }?.hasPrefix("sh failed: ") == true)
    }

    @Test func wordsCannotBeCommands() throws {
        let figure = Figure("it's `ls`\nx", xLabel: "$(ls)", [.line([0, 1], [1, 2], label: "'; system 'ls'")])
        let script = try figure.script()
        #expect(script.contains("set title 'it''s `ls` x'") && script.contains("title '''; system ''ls'''"))
        #expect(script.contains("set xlabel '$(ls)'"))
    }

    @Test func curvesAreGivenAsTheyAre() throws {
        let script = try Figure("", [.line([1, 2, 3, 4], [0.5, .nan, 1e-9, .infinity], label: "a")]).script()
        // What is not finite interrupts the curve.
        #expect(script.contains("$d0_0 << EOD\n1.0 0.5\n\n3.0 1e-09\n\nEOD\n"))
        #expect(script.contains("set xrange [0.96:3.04]") || script.contains("set xrange ["))
    }

    @Test(.withGnuplot) func filesAreWrittenWholeOrNotAtAll() throws {
        try withFolder { folder in
            let path = folder + "/a.svg"
            try Figure("A title", xLabel: "seconds (s)", [line, .points([0.5], [2.5], label: "b_c")]).write(to: path)
            let words = try words(inSVG: path)
            for word in ["A title", "seconds (s)", "a", "b_c"] { #expect(words.contains(word)) }
            try Figure("", [line]).write(to: folder + "/a.png")
            let size = try ImageFile.read(folder + "/a.png").shape
            #expect(size == [840, 1280, 3])
            #expect(
                errorText { try Figure("", [line]).write(to: "/nowhere/a.svg") }?.hasPrefix("/nowhere/a.svg: ") == true)
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder).sorted() == ["a.png", "a.svg"])
        }
    }

    /// Marks of every kind together: gnuplot understands all that it is told.
    @Test(.withGnuplot) func everyKindOfMark() throws {
        let grid = [[0.0, 1, 2], [1, 2, .nan], [2, 3, 4]]
        var named = Figure.Panel(
            "names", [.bars([0, 1], [3, 4], width: 0.8), .vertical(0.5, label: "v"), .horizontal(2)])
        named.xScale = .names(["one", "it's"])
        var logarithmic = Figure.Panel("log", [.linesAndPoints([1, 10, 100], [1e-5, 0, 1], stroke: .dotted)])
        logarithmic.xScale = .logarithmic
        logarithmic.yScale = .logarithmic
        let heat = Figure.Panel(
            "heat", [.heatMap(grid, colors: .diverging, bar: "z"), .contour(grid, at: 1.5), .contour(grid, at: 99)])
        let picture = Figure.Panel("image", [.image([[(0, 0.5, 1), (1, 1, 1)]]), .texts([0], [0], ["it's"])])
        let classes = Figure.Panel("classes", [.heatMap([[0, 1, 2]], colors: .classes(3))])
        let flat = Figure.Panel("flat", [.line([1, 1], [2, 2])])
        try withFolder { folder in
            for ending in ["svg", "png"] {
                try Figure("all", panels: [named, logarithmic, heat, picture, Figure.Panel("", []), classes, flat])
                    .write(to: "\(folder)/all.\(ending)")
            }
            let words = try words(inSVG: folder + "/all.svg")
            for word in ["all", "names", "it's", "v", "heat", "z", "classes"] { #expect(words.contains(word)) }
        }
    }
}
