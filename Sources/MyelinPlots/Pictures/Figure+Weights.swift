import MyelinCore
import MyelinNN

extension Figure {
    /// How the numbers in a model's weights are spread: a histogram for each weight that training changes.
    ///
    /// - Parameters:
    ///   - layers: the names of the layers; all by default.
    ///   - bins: bars in a histogram.
    public static func weightHistograms(
        of model: Model, layers: [String]? = nil, bins: Int = 40, title: String? = nil
    ) throws -> Figure {
        guard (1...1000).contains(bins) else { throw MyelinError(.argument, "bins: expected 1 to 1000, got \(bins)") }
        let chosen = try layers.map { try $0.map { try model.layer(named: $0) } } ?? model.layers
        let weights = chosen.flatMap { layer in layer.trainableWeights.map { (layer, $0) } }.filter {
            $1.shape.count > 0
        }
        guard !weights.isEmpty else {
            throw MyelinError(
                .argument, "\(model.name): there are no weights to draw\(layers == nil ? "" : " in these layers")")
        }
        let panels = try weights.enumerated().map { place, weight in
            let (layer, variable) = weight
            let histogram = try Histogram(
                try variable.value.scalars(Double.self), bins: bins, name: "\(layer.name)/\(variable.name)")
            let mark = Mark.bars(
                histogram.middles, histogram.counts.map(Double.init), width: histogram.width * 0.94,
                color: Style.color(place == 0 ? 0 : chosen.firstIndex { $0 === layer } ?? 0))
            var panel = Panel(
                "\(layer.name)/\(variable.name) \(variable.shape)", xLabel: "value", yLabel: "number of weights", [mark]
            )
            panel.yScale = .whole
            return panel
        }
        return Figure(
            title ?? (panels.count > 1 ? "Weights of \(model.name)" : ""), panels: panels,
            panelSize: panels.count == 1 ? (560, 380) : (380, 290))
    }
}

/// Numbers counted in bins of equal width.
struct Histogram {
    let middles: [Double]
    let counts: [Int]
    let width: Double

    init(_ values: [Double], bins: Int, name: String) throws {
        guard values.allSatisfy(\.isFinite) else {
            let lost = values.count { !$0.isFinite }
            throw MyelinError(
                .data, "\(name): \(lost) of \(values.count) numbers are not finite, so there is no histogram")
        }
        var low = values.min() ?? 0, high = values.max() ?? 0
        // Equal numbers stand in one bar.
        if low == high { (low, high) = (low - 0.5, high + 0.5) }
        let width = (high - low) / Double(bins)
        var counts = [Int](repeating: 0, count: bins)
        for value in values { counts[min(Int((value - low) / width), bins - 1)] += 1 }
        middles = (0..<bins).map { low + width * (Double($0) + 0.5) }
        self.counts = counts
        self.width = width
    }
}
