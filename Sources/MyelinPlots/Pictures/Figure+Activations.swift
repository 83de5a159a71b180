import MyelinCore
import MyelinNN

extension Figure {
    /// Activation functions with their derivatives, a diagram for each. Values and derivatives are those of Myelin's
    /// tensors in Float64.
    ///
    /// - Parameters:
    ///   - range: of x.
    /// - Throws: for one that is no function of single numbers, such as softmax.
    public static func activations(
        _ activations: [(name: String, function: any Activation)], over range: ClosedRange<Double> = -5...5
    ) throws -> Figure {
        guard range.lowerBound < range.upperBound else {
            throw MyelinError(.argument, "activations: expected a range of numbers, got \(range)")
        }
        let panels = try activations.map { name, function in
            guard try isElementwise(function) else {
                throw MyelinError(
                    .argument,
                    "\(name): works on many numbers at once, so it has no curve; choose among "
                        + (try elementwiseActivations().map(\.name).joined(separator: ", ")))
            }
            let curve = try FunctionCurve(over: range) { function($0) }
            var panel = Panel(
                name, xLabel: "x", yLabel: "",
                [
                    .horizontal(0, color: "#c9ced6"), .vertical(0, color: "#c9ced6"),
                    .line(curve.x, curve.values, label: "\(name)(x)", color: Style.blue),
                    .line(curve.x, curve.derivatives, label: "derivative", color: Style.orange, stroke: .dashed),
                ])
            panel.xRange = range
            return panel
        }
        return Figure(
            panels: panels, panelSize: panels.count == 1 ? (560, 380) : panels.count <= 4 ? (440, 320) : (360, 270))
    }

    /// The same by Keras' names; all that have a curve by default.
    public static func activations(
        named names: [String]? = nil, over range: ClosedRange<Double> = -5...5
    ) throws -> Figure {
        guard let names, !names.isEmpty else { return try activations(elementwiseActivations(), over: range) }
        return try activations(
            names.map { name in
                do {
                    return (name, try Registry.activations.make(.string(name), owner: "activation"))
                } catch {
                    throw MyelinError(
                        .unknownName,
                        "no activation '\(name)'; there are \(Registry.activations.names.joined(separator: ", "))")
                }
            }, over: range)
    }

    private static func elementwiseActivations() throws -> [(name: String, function: any Activation)] {
        try Registry.activations.names.compactMap { name in
            // One that needs settings cannot be made from its name.
            guard let function = try? Registry.activations.make(.string(name), owner: "activation"),
                try isElementwise(function)
            else { return nil }
            return (name, function)
        }
    }

    /// Whether the result for a number is the same with others beside it.
    private static func isElementwise(_ function: any Activation) throws -> Bool {
        let numbers = [-1.5, 0.25, 2]
        let row = function(Tensor(numbers, shape: [1, 3])), column = function(Tensor(numbers, shape: [3, 1]))
        guard row.error == nil, column.error == nil, row.count == 3, column.count == 3 else { return false }
        return try zip(row.scalars(Double.self), column.scalars(Double.self)).allSatisfy { abs($0 - $1) < 1e-9 }
    }
}
