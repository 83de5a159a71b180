import Myelin

/// The picture of lesson 10.
enum Pictures10 {
    static func figure(_ histories: [(name: String, history: History)]) -> Figure {
        var panel = Figure.Panel(
            "Reviews in which \"not\" turns a word around", xLabel: "epoch", yLabel: "validation accuracy",
            histories.enumerated().map { index, entry in
                .linesAndPoints(
                    entry.history.epochs.map { Double($0 + 1) }, entry.history["val_accuracy"], label: entry.name,
                    color: Figure.Style.color(index))
            })
        panel.xScale = .whole
        panel.yRange = 0.4...1.02
        panel.legend = .outside
        return Figure(panels: [panel], panelSize: (720, 380))
    }
}
