import Myelin

/// The pictures of lesson 7.
enum Pictures07 {
    /// What each network makes of the points.
    static func fits(_ results: [(name: String, model: Model)]) throws -> Figure {
        let x = places(-2, 2, count: 201)
        let grid = Tensor(x.map(Float.init), shape: [201, 1])
        let pointsX = try NoisyWave.training.x.scalars(Float.self).map(Double.init)
        let pointsY = try NoisyWave.training.y.scalars(Float.self).map(Double.init)
        let panels = try results.map { name, model in
            let answers = try model.predict(grid).scalars(Float.self).map(Double.init)
            var panel = Figure.Panel(
                name, xLabel: "x", yLabel: "y",
                [
                    .line(x, x.map(NoisyWave.truth), label: "truth", color: Figure.Style.gray, stroke: .dashed),
                    .points(pointsX, pointsY, label: "data", color: Figure.Style.blue),
                    .line(x, answers, label: "network", color: Figure.Style.orange),
                ])
            panel.yRange = -2.2...2.2
            panel.legend = .none
            return panel
        }
        return Figure("Network (orange), training points (blue), truth (dashed)", panels: panels, panelSize: (340, 260))
    }

    /// The training error falls and falls; the validation error rises again.
    static func overfitting(_ history: History) -> Figure {
        let epochs = history.epochs.map { Double($0 + 1) }
        var panel = Figure.Panel(
            "2 × 128 units learn by heart", xLabel: "epoch", yLabel: "mean squared error",
            [
                .line(epochs, history["loss"], label: "training", color: Figure.Style.blue),
                .line(epochs, history["val_loss"], label: "validation", color: Figure.Style.orange),
            ])
        panel.yRange = 0...0.5
        return Figure(panels: [panel], panelSize: (640, 380))
    }
}
