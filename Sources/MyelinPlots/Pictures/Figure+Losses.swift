import MyelinCore
import MyelinNN

extension Figure {
    /// How a loss is looked at: over which predictions, for which target.
    private struct View {
        let names: [String]
        let target: Double
        let range: ClosedRange<Double>
        let xLabel: String
        let yRange: ClosedRange<Double>?
    }

    private static let views = [
        View(
            names: [
                "MeanSquaredError", "MeanAbsoluteError", "Huber", "LogCosh", "QuantileLoss", "EpsilonInsensitive",
            ], target: 0, range: -3...3, xLabel: "prediction − target", yRange: nil),
        View(
            names: ["MeanAbsolutePercentageError", "MeanSquaredLogarithmicError", "Poisson"], target: 1,
            range: 0.2...3, xLabel: "prediction (the target is 1)", yRange: nil),
        View(
            names: ["BinaryCrossentropy", "BinaryFocalCrossentropy", "KLDivergence"], target: 1, range: 0.01...0.999,
            xLabel: "predicted probability of the true class", yRange: -6...6),
        View(
            names: ["Hinge", "SquaredHinge"], target: 1, range: -2...3, xLabel: "prediction (the target is 1)",
            yRange: nil),
    ]

    /// Losses of a single number with their derivatives by the prediction, a diagram for each. Values and derivatives are
    /// those of Myelin's tensors in Float64.
    ///
    /// - Parameter names: Keras' names, such as "Huber" or "mean_squared_error"; all that have a curve by default.
    public static func losses(named names: [String]? = nil) throws -> Figure {
        let known = views.flatMap(\.names)
        let panels = try (names.flatMap { $0.isEmpty ? nil : $0 } ?? known).map { name in
            let loss: any Loss
            do { loss = try Registry.losses.make(.string(name), owner: "loss") } catch {
                throw MyelinError(.unknownName, "no loss '\(name)'; \(choice(known))")
            }
            let className = type(of: loss).className
            guard let view = views.first(where: { $0.names.contains(className) }) else {
                throw MyelinError(
                    .argument, "\(name): compares many numbers at once, so it has no curve; \(choice(known))")
            }
            let curve = try FunctionCurve(over: view.range) { x in
                loss.values(target: .full(x.shape, view.target, dtype: .float64), prediction: x)
            }
            var panel = Panel(
                className, xLabel: view.xLabel, yLabel: "",
                [
                    .horizontal(0, color: "#c9ced6"),
                    .line(curve.x, curve.values, label: "loss", color: Style.blue),
                    .line(curve.x, curve.derivatives, label: "derivative", color: Style.orange, stroke: .dashed),
                ])
            panel.xRange = view.range
            panel.yRange = view.yRange
            return panel
        }
        return Figure(
            panels: panels, panelSize: panels.count == 1 ? (560, 380) : panels.count <= 4 ? (440, 320) : (360, 280))
    }

    private static func choice(_ names: [String]) -> String { "choose among \(names.joined(separator: ", "))" }
}
