import MyelinCore
import MyelinNN

extension Figure {
    /// The kernels that a two-dimensional convolution has learned, each a small picture.
    ///
    /// Over three channels they are shown in colours, as the images are; over one or many as numbers, with blue below 0
    /// and orange above. Over many channels a row holds one channel's kernels.
    ///
    /// - Parameters:
    ///   - layer: the name of a convolution; the model's first by default.
    ///   - most: of many channels and filters so many are drawn, the first ones.
    public static func kernels(of model: Model, layer: String? = nil, most: Int = 32) throws -> Figure {
        guard most > 0 else { throw MyelinError(.argument, "kernels: expected at least one, got \(most)") }
        let (name, kernel) = try convolutionKernel(of: model, layer)
        let sizes = kernel.shape.sizes, values = try kernel.value.scalars(Double.self)
        let (height, width, channels, filters) = (sizes[0], sizes[1], sizes[2], sizes[3])
        guard values.allSatisfy(\.isFinite) else {
            throw MyelinError(.data, "\(name): its kernels hold numbers that are not finite")
        }
        func tile(_ channel: Int, _ filter: Int) -> [[Double]] {
            (0..<height).map { row in
                (0..<width).map { values[((row * width + $0) * channels + channel) * filters + filter] }
            }
        }
        let title =
            "\(name): \(filters) kernels of \(height) × \(width)\(channels > 1 ? " over \(channels) channels" : "")"
        if channels == 3 {
            let shown = min(filters, most * most)
            let tiles = (0..<shown).map { filter in colored((0..<3).map { tile($0, filter) }) }
            let rows = Mosaic(tiles, gap: (1, 1, 1)).rows
            return Figure(
                panels: [.picture(title + noted(shown, filters), .image(rows))],
                panelSize: (520, 65 + 475 * rows.count / rows[0].count))
        }
        let isSingle = channels == 1
        let shown = min(filters, isSingle ? most * most : most), rows = min(channels, most)
        let tiles = (0..<rows).flatMap { channel in (0..<shown).map { tile(channel, $0) } }
        let mosaic = Mosaic(tiles, columns: isSingle ? nil : shown, gap: .nan)
        var panel = Panel.picture(
            title + noted(shown, filters), .heatMap(mosaic.rows, colors: .diverging, bar: "weight"))
        if !isSingle {
            panel.xLabel = "filters\(noted(shown, filters))"
            panel.yLabel = "channels\(noted(rows, channels))"
            panel.title = title
        }
        return Figure(
            panels: [panel], panelSize: isSingle ? (600, 520) : (860, 40 + min(820, 100 + rows * 780 / shown)))
    }

    private static func noted(_ shown: Int, _ all: Int) -> String { shown < all ? " (the first \(shown))" : "" }

    private static func convolutionKernel(of model: Model, _ name: String?) throws -> (String, Variable) {
        func kernel(_ layer: Layer) -> Variable? {
            layer.weights.first { $0.name.hasSuffix("kernel") && $0.shape.rank == 4 && $0.shape.count > 0 }
        }
        let all = model.layers.filter { kernel($0) != nil }
        guard let layer = try name.map({ try model.layer(named: $0) }) ?? all.first, let found = kernel(layer) else {
            let place =
                name.map { "\($0): is no two-dimensional convolution" }
                ?? "\(model.name): has no two-dimensional convolution"
            let others = all.map(\.name).joined(separator: ", ")
            throw MyelinError(.argument, place + (others.isEmpty ? "" : "; there are \(others)"))
        }
        return (layer.name, found)
    }

    /// Three channels as red, green and blue; 0 is a middle grey.
    private static func colored(_ channels: [[[Double]]]) -> [[(Double, Double, Double)]] {
        let largest = max(channels.joined().joined().map(abs).max() ?? 0, .leastNormalMagnitude)
        return channels[0].indices.map { row in
            channels[0][row].indices.map { column in
                let parts = channels.map { 0.5 + 0.5 * $0[row][column] / largest }
                return (parts[0], parts[1], parts[2])
            }
        }
    }
}
