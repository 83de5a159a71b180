import Myelin

/// The pictures of lesson 1.
enum Pictures01 {
    /// The sums of the six cases: those above 0 attend.
    static var attending: Figure {
        let sums = Attending.cases.map(Attending.perceptron.neuron.output)
        let x = sums.indices.map(Double.init)
        func bars(_ keep: (Double) -> Bool, _ label: String, _ color: String) -> Figure.Mark {
            let chosen = zip(x, sums).filter { keep($1) }
            return .bars(chosen.map(\.0), chosen.map(\.1), width: 0.7, label: label, color: color)
        }
        var panel = Figure.Panel(
            "Shall I attend? Weights 5, −8, 5 and bias 1", xLabel: "quarantine, presenter, topic", yLabel: "sum",
            [
                bars({ $0 > 0 }, "attend", Figure.Style.blue), bars({ $0 <= 0 }, "stay away", Figure.Style.orange),
                .horizontal(0),
            ])
        panel.xScale = .names(Attending.cases.map { $0.map { fixed($0, 0) }.joined(separator: ", ") })
        panel.xRange = -0.6...5.6
        panel.yRange = -8...12
        return Figure(panels: [panel], panelSize: (640, 380))
    }

    /// What the neuron predicts for all hours, with the three students.
    static func exam() -> Figure {
        var neuron = Neuron(weights: [0, 0], bias: 0)
        _ = neuron.learnExam(rate: 0.5, rounds: 2000)
        let plane = places(0, 6, count: 61).map { study in
            places(0, 11, count: 111).map { sleep in 100 * neuron.output(Exam.scaled([sleep, study])) }
        }
        let sleep = Exam.hours.map { $0[0] }, study = Exam.hours.map { $0[1] }
        var panel = Figure.Panel(
            "What the neuron has learned", xLabel: "sleep (hours)", yLabel: "study (hours)",
            [
                .heatMap(plane, x: 0...11, y: 0...6, colors: .lightDiverging, range: 65...100, bar: "result (points)"),
                .points(sleep, study, color: Figure.Style.ink, size: 1.2),
                .texts(sleep, study.map { $0 + 0.35 }, Exam.results.map { fixed($0, 0) }),
            ])
        panel.xRange = 0...11
        panel.yRange = 0...6
        return Figure(panels: [panel], panelSize: (640, 400))
    }

    /// A line divides "and"; no line divides "exclusive or".
    static func logic() -> Figure {
        var perceptron = Logic.beginner
        _ = perceptron.learn(Logic.and, rounds: 100)
        let (weights, bias) = (perceptron.neuron.weights, perceptron.neuron.bias)
        // The line on which the sum is 0.
        let x = places(-0.5, 1.5, count: 201)
        let line = Figure.Mark.line(
            x, x.map { -(bias + weights[0] * $0) / weights[1] }, label: "sum = 0", color: Figure.Style.ink)
        func panel(_ title: String, _ examples: [(inputs: [Double], fires: Bool)], _ lines: [Figure.Mark])
            -> Figure.Panel
        {
            func points(_ fires: Bool) -> Figure.Mark {
                let chosen = examples.filter { $0.fires == fires }.map(\.inputs)
                return .points(
                    chosen.map { $0[0] }, chosen.map { $0[1] }, label: fires ? "1" : "0",
                    color: fires ? Figure.Style.blue : Figure.Style.orange, size: 2)
            }
            var panel = Figure.Panel(title, xLabel: "x₁", yLabel: "x₂", lines + [points(false), points(true)])
            panel.xRange = -0.5...1.5
            panel.yRange = -0.5...1.5
            panel.legend = .outside
            return panel
        }
        return Figure(
            panels: [
                panel("and: a line divides", Logic.and, [line]),
                panel("exclusive or: no line does", Logic.exclusiveOr, []),
            ], panelSize: (440, 320))
    }
}
