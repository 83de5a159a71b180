import ArgumentParser
import Myelin

/// Draws what a model of two inputs predicts in the plane.
struct PlotBoundaryCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "boundary", abstract: "Draw what a model of two inputs predicts all over the plane.")

    @Argument(help: "A model file.") var model: String
    @Option(
        help:
            "A .npz file with points (by the input's name or 'x') and their classes 'y'; for a model of 'myelin fit data.csv' a CSV file."
    )
    var data: String?
    @Option(help: "The names of the classes, with commas.") var labels: [String] = []
    @Option(help: "Places along each axis.") var resolution: Int = 200
    @OptionGroup var picture: PictureOptions

    func run() throws {
        let model = try loadModel(self.model)
        let figure = try TableModel(model).map(tableFigure) ?? arraysFigure(model)
        try picture.write(default: PictureOptions.name(for: self.model, "boundary")) { try figure.write(to: $0) }
    }

    private func arraysFigure(_ model: Model) throws -> Figure {
        if let data, data.lowercased().hasSuffix(".csv") {
            throw MyelinError(
                .argument, "\(data): a CSV file is for a model of 'myelin fit data.csv'; this one takes a .npz file")
        }
        let arrays = try data.map { try ArraysFile($0) }
        return try Figure.decisionBoundary(
            of: model, x: try arrays?.inputs(of: model).first?.numbers, y: try arrays?.targets(of: model).first,
            classNames: labels.isEmpty ? nil : labels.separated, resolution: resolution)
    }

    /// Of a model that takes raw rows: its two columns are the axes.
    private func tableFigure(_ table: TableModel) throws -> Figure {
        let schema = table.schema, names = schema.fields.map(\.name)
        guard names.count == 2, schema.fields.allSatisfy({ $0.kind == .number }), !schema.classNames.isEmpty else {
            let columns = names.map { "'\($0)'" }.joined(separator: ", ")
            throw MyelinError(
                .argument,
                "\(model): a decision boundary needs a model that tells classes from two columns of numbers; this one "
                    + "tells '\(schema.target)' from \(columns)")
        }
        guard let data else {
            throw MyelinError(.argument, "--data: expected a CSV file with the columns '\(names[0])' and '\(names[1])'")
        }
        let points = try TablePoints(csv: data, schema)
        return try Figure.decisionBoundary(
            of: model, x: points.x, y: points.y, xLabel: names[0], yLabel: names[1],
            classNames: labels.isEmpty ? schema.classNames : labels.separated, resolution: resolution
        ) { places in
            let numbers = try places.scalars(Float.self), count = places.shape[0]
            let columns = (0..<2).map { column in
                Tensor((0..<count).map { numbers[2 * $0 + column] }, shape: [count, 1])
            }
            return try table.network.predict(columns, batchSize: 4096)[0]
        }
    }
}

/// The rows of a CSV file that have both columns and a class.
private struct TablePoints {
    /// Of shape (rows, 2).
    let x: Tensor
    /// Class numbers.
    let y: Tensor

    init(csv path: String, _ schema: TableSchema) throws {
        let kinds = Dictionary(uniqueKeysWithValues: schema.fields.map { ($0.name, $0.kind) })
        let table = try Table(csv: path, options: TableOptions(missingWords: schema.missingWords, kinds: kinds))
        guard table.names.contains(schema.target) else {
            throw MyelinError(.data, "\(path): there is no column '\(schema.target)', which has the classes")
        }
        let columns = try schema.fields.map { try table[$0.name].numbers ?? [] }
        let classes = try table[schema.target].texts
        var places: [Float] = [], numbers: [Int32] = []
        for row in 0..<table.rowCount {
            guard let name = classes[row], columns.allSatisfy({ $0[row].isFinite }) else { continue }
            guard let number = schema.classNames.firstIndex(of: name) else {
                throw MyelinError(
                    .data,
                    "\(path): column '\(schema.target)': '\(name)' was no class in training; there were "
                        + schema.classNames.map { "'\($0)'" }.joined(separator: ", "))
            }
            places += columns.map { Float($0[row]) }
            numbers.append(Int32(number))
        }
        guard !numbers.isEmpty else {
            throw MyelinError(.data, "\(path): no row has both columns and a class")
        }
        x = Tensor(places, shape: [numbers.count, 2])
        y = Tensor(numbers, shape: [numbers.count])
    }
}
