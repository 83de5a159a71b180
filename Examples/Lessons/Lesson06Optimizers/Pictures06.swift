import Myelin

/// The picture of lesson 6.
enum Pictures06 {
    static var valley: Figure {
        let x = -10.0...6.0, y = -4.0...4.0
        let heights = places(y.lowerBound, y.upperBound, count: 81).map { b in
            places(x.lowerBound, x.upperBound, count: 161).map { a in Valley.height([a, b]) }
        }
        let levels = [0.1, 0.5, 1.5, 3, 5, 8, 12].map {
            Figure.Mark.contour(heights, at: $0, x: x, y: y, color: "#c9ced6")
        }
        let paths = Contestant.all.enumerated().map { index, contestant in
            Figure.Mark.linesAndPoints(
                contestant.path.map { $0[0] }, contestant.path.map { $0[1] }, label: contestant.name,
                color: Figure.Style.color(index))
        }
        let goal = Figure.Mark.texts([0], [0], ["×"], size: 22)
        var panel = Figure.Panel("Four optimizers in one valley", xLabel: "x", yLabel: "y", levels + paths + [goal])
        panel.xRange = x
        panel.yRange = y
        panel.legend = .outside
        return Figure(panels: [panel], panelSize: (820, 420))
    }
}
