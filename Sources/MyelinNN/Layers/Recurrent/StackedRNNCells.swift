import MyelinCore

/// Cells one on top of the other: each takes the output of the one below. Keras: `StackedRNNCells`.
///
/// - Output shape: that of the last cell; the states are those of all cells, in order.
public final class StackedRNNCells: RecurrentCell {
    public let cells: [RecurrentCell]

    public init(_ cells: [RecurrentCell], name: String? = nil) {
        self.cells = cells
        super.init(name: name)
    }

    convenience init(config: Config) throws {
        guard case .array(let entries)? = config.values["cells"] else {
            throw MyelinError(.file, "\(config.owner): expected a list of cells")
        }
        self.init(
            try entries.map { try Config(["cell": $0], owner: config.owner).cell() }, name: try config.string("name"))
    }

    public override var className: String { "StackedRNNCells" }
    public override var config: ConfigObject { ["cells": .array(cells.map(\.serialized))] }
    public override var sublayers: [Layer] { cells }
    public override var folders: [(path: String, layer: Layer)] { numbered("cells", cells) }

    public override func build(_ input: Shape) throws {
        guard !cells.isEmpty else { throw MyelinError(.argument, "expected at least one cell") }
        var shape = input
        for cell in cells {
            try cell.ensureBuilt([shape])
            shape = try output(of: cell, shape)
        }
    }

    /// The shape of a cell's output, found out by a step on stand-ins.
    private func output(of cell: RecurrentCell, _ input: Shape) throws -> Shape {
        let x = Tensor.placeholder("", TensorType(input, computeDType))
        return try cell.steps(input, CallContext())(x, try cell.zeroStates(input, computeDType)).output.shape
    }

    public override func stateShapes(_ input: Shape) throws -> [Shape] {
        var shape = input
        return try cells.flatMap { cell in
            let states = try cell.stateShapes(shape)
            shape = try output(of: cell, shape)
            return states
        }
    }

    public override func steps(
        _ input: Shape, _ context: CallContext
    ) throws -> (Tensor, [Tensor]) throws -> RecurrentStep {
        var shape = input
        let parts = try cells.map { cell in
            let part = (step: try cell.steps(shape, context), states: try cell.stateShapes(shape).count)
            shape = try output(of: cell, shape)
            return part
        }
        return { x, states in
            var result = RecurrentStep(output: x, states: [])
            var rest = states[...]
            for part in parts {
                let next = try part.step(result.output, Array(rest.prefix(part.states)))
                rest = rest.dropFirst(part.states)
                result = RecurrentStep(output: next.output, states: result.states + next.states)
            }
            return result
        }
    }
}

extension Layer {
    /// Layers in a list by their folders in Keras' weight files: the list's name, then each class with a number where it
    /// has been before.
    func numbered(_ list: String, _ layers: [Layer]) -> [(path: String, layer: Layer)] {
        var counts: [String: Int] = [:]
        return layers.map { layer in
            let base = snakeCase(layer.className)
            let number = counts[base, default: 0]
            counts[base] = number + 1
            return (number == 0 ? "\(list)/\(base)" : "\(list)/\(base)_\(number)", layer)
        }
    }
}
