import MyelinCore
import MyelinNN

extension Figure {
    /// What a model of two inputs predicts all over the plane, with data points on it.
    ///
    /// A single output between 0 and 1 is shown as a probability, with the line at 0.5; any other single output as a
    /// number, with the line at 0; several outputs by the class of the largest.
    ///
    /// - Parameters:
    ///   - model: with one input of shape (2,).
    ///   - x: points of shape (samples, 2), which also set what of the plane is shown; the plane from −1 to 1 without.
    ///   - y: their class numbers, one-hot rows or, of a model with a single output that is no probability, numbers.
    ///   - resolution: places along each axis.
    ///   - room: how much of the plane around the points is shown, as a share of their spread.
    public static func decisionBoundary(
        of model: Model, x: Tensor? = nil, y: Tensor? = nil, title: String = "Decision boundary",
        xLabel: String = "x₁", yLabel: String = "x₂", classNames: [String]? = nil, resolution: Int = 200,
        room: Double = 0.15
    ) throws -> Figure {
        guard model.inputs.count == 1, model.inputs[0].shape.count == 2, [2, nil].contains(model.inputs[0].shape[1]),
            model.outputs.count == 1
        else {
            throw MyelinError(
                .shape,
                "\(model.name): a decision boundary needs a model with one input of shape (batch, 2) and one output")
        }
        return try decisionBoundary(
            of: model.name, x: x, y: y, title: title, xLabel: xLabel, yLabel: yLabel, classNames: classNames,
            resolution: resolution, room: room
        ) { try model.predict($0, batchSize: 4096) }
    }

    /// The same of anything that predicts from points of shape (samples, 2), such as a network with an input for each
    /// column of a table.
    ///
    /// - Parameter name: for messages.
    package static func decisionBoundary(
        of name: String, x: Tensor?, y: Tensor?, title: String = "Decision boundary", xLabel: String, yLabel: String,
        classNames: [String]?, resolution: Int, room: Double = 0.15, predict: (Tensor) throws -> Tensor
    ) throws -> Figure {
        guard (2...2000).contains(resolution) else {
            throw MyelinError(.argument, "resolution: expected 2 to 2000, got \(resolution)")
        }
        let points = try x.map { try PlanePoints($0, y) }
        let (across, up) = points?.ranges(room: room) ?? (-1...1, -1...1)
        let upperClass = classNames.flatMap { $0.count > 1 ? $0[1] : nil } ?? "class 1"
        let plane = try Plane(name, across, up, resolution, upperClass: upperClass, predict)
        var marks = plane.marks
        if let points { marks += points.marks(classNames: classNames, isContinuous: plane.isContinuous) }
        var panel = Panel(title, xLabel: xLabel, yLabel: yLabel, marks)
        panel.xRange = across
        panel.yRange = up
        return Figure(panels: [panel], columns: 1, panelSize: (plane.hasBar ? 600 : 520, 500))
    }
}

/// A model's predictions on a grid.
private struct Plane {
    let marks: [Figure.Mark]
    let hasBar: Bool
    /// Whether the output is a number and no class.
    let isContinuous: Bool

    init(
        _ name: String, _ across: ClosedRange<Double>, _ up: ClosedRange<Double>, _ resolution: Int,
        upperClass: String, _ predict: (Tensor) throws -> Tensor
    ) throws {
        var numbers: [Float] = []
        for row in 0..<resolution {
            for column in 0..<resolution {
                numbers += [Float(across.place(column, of: resolution)), Float(up.place(row, of: resolution))]
            }
        }
        let count = resolution * resolution
        let output = try predict(Tensor(numbers, shape: [count, 2]))
        guard output.count % count == 0, output.shape[0] == count else {
            throw MyelinError(
                .shape, "\(name): expected a row of predictions for each sample, got \(output.shape)")
        }
        let width = output.count / count
        func rows(_ values: [Double]) -> [[Double]] {
            (0..<resolution).map { Array(values[$0 * resolution..<($0 + 1) * resolution]) }
        }
        if width > 1 {
            let classes = rows(try output.argmax(axis: -1).scalars(Int32.self).map(Double.init))
            var marks = [Figure.Mark.heatMap(classes, x: across, y: up, colors: .classes(width))]
            // Where a class' score crosses the largest of the others runs its border.
            let scores = try output.scalars(Double.self)
            for number in 0..<width {
                let leads = (0..<count).map { sample in
                    let row = scores[sample * width..<(sample + 1) * width]
                    let others = row.enumerated().filter { $0.offset != number }.map(\.element).max() ?? 0
                    return row[sample * width + number] - others
                }
                marks.append(.contour(rows(leads), at: 0, x: across, y: up, color: "#ffffff"))
            }
            (self.marks, hasBar, isContinuous) = (marks, false, false)
            return
        }
        let values = try output.scalars(Double.self)
        guard values.allSatisfy(\.isFinite) else {
            throw MyelinError(.data, "\(name): predicts numbers that are not finite; its weights may be NaN")
        }
        let isProbability = values.allSatisfy { (0...1).contains($0) }
        let grid = rows(values)
        marks = [
            .heatMap(
                grid, x: across, y: up, colors: .lightDiverging, range: isProbability ? 0...1 : nil,
                bar: isProbability ? "predicted probability of \(upperClass)" : "prediction"),
            .contour(grid, at: isProbability ? 0.5 : 0, x: across, y: up),
        ]
        hasBar = true
        isContinuous = !isProbability
    }
}

/// Data points in the plane, with their classes.
private struct PlanePoints {
    let x: [Double], y: [Double]
    let targets: [Double]

    init(_ points: Tensor, _ labels: Tensor?) throws {
        guard points.rank == 2, points.shape[1] == 2, points.shape[0] > 0 else {
            throw MyelinError(.shape, "decision boundary: expected points of shape (samples, 2), got \(points.shape)")
        }
        let numbers = try points.scalars(Double.self), count = points.shape[0]
        x = (0..<count).map { numbers[2 * $0] }
        y = (0..<count).map { numbers[2 * $0 + 1] }
        guard let labels else {
            targets = [Double](repeating: 0, count: count)
            return
        }
        guard labels.shape.sizes.first == count, labels.rank <= 2 else {
            throw MyelinError(
                .shape, "decision boundary: expected \(count) labels, one for each point, got shape \(labels.shape)")
        }
        let isOneHot = labels.rank == 2 && labels.shape[1] > 1
        targets =
            isOneHot
            ? try labels.argmax(axis: -1).scalars(Int32.self).map(Double.init) : try labels.scalars(Double.self)
    }

    func ranges(room: Double) -> (ClosedRange<Double>, ClosedRange<Double>) {
        func range(_ numbers: [Double]) -> ClosedRange<Double> {
            let finite = numbers.filter(\.isFinite)
            let low = finite.min() ?? -1, high = finite.max() ?? 1
            let space = (high - low) * room
            return (low - space...high + space).widenedIfEmpty
        }
        return (range(x), range(y))
    }

    func marks(classNames: [String]?, isContinuous: Bool) -> [Figure.Mark] {
        let classes = Set(targets).sorted()
        // Numbers rather than classes: the sign is what can be seen.
        if isContinuous, classes.count > 10 {
            return [(false, "targets below 0"), (true, "targets of 0 and more")].map { isUpper, label in
                part(label, isUpper ? Figure.Style.orange : Figure.Style.blue) { ($0 >= 0) == isUpper }
            }
        }
        guard classes.count > 1 else { return [part("", Figure.Style.ink) { _ in true }] }
        return classes.enumerated().map { place, target in
            let number = target == target.rounded() && abs(target) < 1e9 ? "\(Int(target))" : "\(target)"
            let index = Int(max(0, min(target, 1e6)))
            let name = classNames.flatMap { $0.indices.contains(index) ? $0[index] : nil } ?? "class \(number)"
            // The number of the class chooses the colour, as it does for the plane.
            let color =
                target >= 0 && target == target.rounded() ? Figure.Style.color(index) : Figure.Style.color(place)
            return part(name, color) { $0 == target }
        }
    }

    private func part(_ label: String, _ color: String, _ belongs: (Double) -> Bool) -> Figure.Mark {
        let places = targets.indices.filter { belongs(targets[$0]) }
        return .points(places.map { x[$0] }, places.map { y[$0] }, label: label, color: color, size: 0.7)
    }
}
