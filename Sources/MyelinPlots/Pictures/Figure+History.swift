import MyelinNN

extension Figure {
    /// The curves of a training run: a diagram for the loss and one for each metric, training and validation in each.
    ///
    /// A value that is not finite interrupts its curve, and the legend says so.
    ///
    /// - Parameter title: above all; by default that of the curves.
    /// - Throws: if there are no epochs, or no finite number under some name.
    public static func history(_ history: History, title: String = "") throws -> Figure {
        .curves(try TrainingCurves(history, title: title))
    }

    /// The same from curves that may come from a file.
    public static func curves(_ curves: TrainingCurves) -> Figure {
        let panels = curves.subjects.map { name in
            var marks: [Mark] = []
            for (place, prefix) in ["", "val_"].enumerated() {
                guard let curve = curves[prefix + name] else { continue }
                let isRate = name == "learning_rate" || name == "lr"
                var label = isRate ? "" : place == 0 ? "training" : "validation"
                if let lost = curve.values.firstIndex(where: { !$0.isFinite }) {
                    label += " (not finite in epoch \(Int(curve.epochs[lost])))"
                }
                let color = isRate ? Style.color(2) : place == 0 ? Style.blue : Style.orange
                // Single epochs are dots; many dots would hide the curve.
                marks.append(
                    curve.values.count <= 40
                        ? .linesAndPoints(curve.epochs, curve.values, label: label, color: color)
                        : .line(curve.epochs, curve.values, label: label, color: color))
            }
            var panel = Panel(heading(name), xLabel: "epoch", yLabel: name.replacing("_", with: " "), marks)
            panel.xScale = .whole
            return panel
        }
        return Figure(curves.title, panels: panels)
    }

    /// "mean_absolute_error" as "Mean absolute error", "mae" as "MAE".
    private static func heading(_ name: String) -> String {
        let words = name.replacing("_", with: " ")
        return abbreviations.contains(name) ? words.uppercased() : words.prefix(1).uppercased() + words.dropFirst()
    }

    /// Names of metrics that are initials.
    private static let abbreviations: Set = ["mae", "mse", "rmse", "mape", "msle", "auc"]
}

extension History {
    /// Draws the curves of training and validation into a picture.
    ///
    ///     let history = try model.fit(x, y, epochs: 20, validationSplit: 0.2)
    ///     try history.plot(to: "history.svg")
    ///
    /// - Parameter path: ends with `.svg` or `.png`.
    public func plot(to path: String, title: String = "") throws {
        try Figure.history(self, title: title).write(to: path)
    }
}
