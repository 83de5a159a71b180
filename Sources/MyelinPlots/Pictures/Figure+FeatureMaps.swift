import MyelinCore
import MyelinNN

extension Figure {
    /// What a layer makes of an image: the image, and beside it a small picture for each channel of the layer's output.
    ///
    /// - Parameters:
    ///   - image: one sample as the model takes it, with or without the batch axis.
    ///   - layer: the name of a layer whose output has rows, columns and channels; the model's first convolution by
    ///     default.
    ///   - most: so many channels are drawn, the first ones.
    public static func featureMaps(of model: Model, image: Tensor, layer: String? = nil, most: Int = 64) throws
        -> Figure
    {
        guard most > 0 else { throw MyelinError(.argument, "feature maps: expected at least one, got \(most)") }
        let graph = try model.graph()
        guard graph.inputs.count == 1 else {
            throw MyelinError(
                .argument, "\(model.name): has \(graph.inputs.count) inputs; feature maps are of one image")
        }
        let mapped = graph.nodes.filter { !($0.layer is Input) && $0.outputShapes.first?.count == 4 }.map(\.layer.name)
        guard let name = layer ?? mapped.first(where: { $0.contains("conv") }) ?? mapped.first else {
            throw MyelinError(.argument, "\(model.name): no layer's output has rows, columns and channels")
        }
        guard mapped.contains(name) else {
            _ = try model.layer(named: name)
            throw MyelinError(
                .argument,
                "\(name): its output has no rows, columns and channels; those of \(mapped.joined(separator: ", ")) have"
            )
        }
        let rank = graph.nodes[graph.inputs[0].node].outputShapes[0].count
        let sample = image.rank == rank - 1 ? image.expanded(at: 0) : image
        guard sample.rank == rank, sample.shape[0] == 1 else {
            throw MyelinError(.shape, "\(model.name): expected one image, got shape \(image.shape)")
        }
        let output = try model.upTo(name).predict(sample)
        let (height, width, channels) = (output.shape[1], output.shape[2], output.shape[3])
        let shown = min(channels, most)
        let values = try output.scalars(Double.self)
        let tiles = (0..<shown).map { channel in
            (0..<height).map { row in (0..<width).map { values[(row * width + $0) * channels + channel] } }
        }
        let note = shown < channels ? ", the first \(shown)" : ""
        let maps = Panel.picture(
            "\(name): \(channels) feature maps of \(height) × \(width)\(note)",
            .heatMap(Mosaic(tiles, gap: .nan).rows, colors: .viridis, bar: "activation"))
        let input = try picture(of: sample).map { Panel.picture("image \(sample.shape.dropFirst())", $0) }
        return Figure(panels: (input.map { [$0] } ?? []) + [maps], panelSize: (560, 500))
    }

    /// The image itself; nil where the model takes no image.
    private static func picture(of sample: Tensor) throws -> Mark? {
        guard sample.rank == 4 || sample.rank == 3, sample.shape.count > 0 else { return nil }
        let (height, width) = (sample.shape[1], sample.shape[2]), channels = sample.rank == 4 ? sample.shape[3] : 1
        let values = try sample.scalars(Double.self)
        let low = values.min() ?? 0, high = values.max() ?? 1
        guard low.isFinite, high.isFinite else { return nil }
        guard channels == 3 else {
            return .heatMap(
                (0..<height).map { row in (0..<width).map { values[(row * width + $0) * channels] } }, colors: .gray)
        }
        // Bytes, numbers up to 1, or whatever an image was scaled to.
        let (from, span) = low >= 0 && high <= 1 ? (0, 1) : low >= 0 && high <= 255 ? (0, 255) : (low, high - low)
        return .image(
            (0..<height).map { row in
                (0..<width).map { column in
                    let place = (row * width + column) * 3
                    let parts = (0..<3).map { (values[place + $0] - from) / span }
                    return (parts[0], parts[1], parts[2])
                }
            })
    }
}

extension Shape {
    fileprivate func dropFirst() -> Shape { Shape(Array(sizes.dropFirst())) }
}
