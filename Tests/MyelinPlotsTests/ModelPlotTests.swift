import Foundation
import Myelin
import MyelinPlots
import TestSupport
import Testing

struct ModelPlotTests {
    private func nested() throws -> Model {
        let inner = try Sequential(name: "inner", seed: 1) {
            Input(shape: [4])
            Dense(3, activation: .relu, name: "a<b")
            Dense(2, name: "c")
        }
        let x = Input(shape: [4], name: "x")
        let y = inner(x)
        return try Model(inputs: x, outputs: Add(name: "sum")([y, Dense(2, name: "side")(x)]), name: "outer")
    }

    /// The boxes' first lines, without markup, and the edges between them.
    private func read(_ dot: String) -> (boxes: [String], edges: Set<String>) {
        var names: [String: String] = [:], order: [String] = [], edges: Set<String> = []
        for line in dot.split(separator: "\n") {
            if let match = line.firstMatch(of: /^(n\d+) \[label=<.*?<b>(.*?)<\/b>/) {
                names[String(match.1)] = String(match.2)
                order.append(String(match.2))
            }
        }
        for match in dot.matches(of: /(n\d+) -> (n\d+);/) {
            edges.insert("\(names[String(match.1)] ?? "?") -> \(names[String(match.2)] ?? "?")")
        }
        return (order, edges)
    }

    @Test func boxesAndEdgesAreKeras() throws {
        var options = ModelPlotOptions()
        options.showLayerNames = true
        let closed = read(try nested().dot(options))
        #expect(Set(closed.boxes) == ["x", "inner", "side", "sum"])
        #expect(closed.edges == ["x -> inner", "x -> side", "inner -> sum", "side -> sum"])
        options.expandNested = true
        let dot = try nested().dot(options), open = read(dot)
        #expect(Set(open.boxes) == ["x", "a&lt;b", "c", "side", "sum"])
        #expect(open.edges == ["x -> a&lt;b", "a&lt;b -> c", "x -> side", "c -> sum", "side -> sum"])
        #expect(dot.contains("subgraph cluster_"))
    }

    @Test func whatABoxShows() throws {
        var options = ModelPlotOptions()
        let plain = try convNet().dot()
        #expect(plain.contains("<b>Conv2D</b>") && !plain.contains("first") && !plain.contains("Input shape"))
        options.showShapes = true
        options.showDType = true
        options.showLayerActivations = true
        options.showTrainable = true
        options.rankdir = .leftToRight
        let model = try convNet()
        try model.layer(named: "first").trainable = false
        let dot = try model.dot(options)
        for text in [
            "rankdir=LR", "Input shape: <b>(None, 8, 8, 1)</b>", "Output shape: <b>(None, 6, 6, 4)</b>",
            "Output dtype: <b>float32</b>", "Activation: <b>relu</b>", "<b>Non-trainable</b>", "<b>Trainable</b>",
        ] { #expect(dot.contains(text), "\(text)") }
    }

    @Test(.withGraphviz) func graphsAreDrawn() throws {
        try withFolder { folder in
            try nested().plot(to: folder + "/m.svg", showShapes: true, showLayerNames: true, expandNested: true)
            let words = try words(inSVG: folder + "/m.svg")
            for word in ["a<b", "inner", "(None, 4)"] { #expect(words.contains(word), "\(word) not among \(words)") }
            try nested().plot(to: folder + "/m.png", dpi: 50)
            #expect(try ImageFile.read(folder + "/m.png").rank == 3)
            #expect(
                errorText { try nested().plot(to: folder + "/m.gif") }?.hasSuffix("that ends with .svg or .png") == true
            )
            #expect(errorText { try nested().plot(to: folder + "/m.png", dpi: 0) } == "dpi: expected 1 to 2000, got 0")
            let empty = try Sequential { Dense(2) }
            #expect(errorText { try empty.plot(to: folder + "/m.svg") }?.contains("is not built yet") == true)
        }
    }
}
