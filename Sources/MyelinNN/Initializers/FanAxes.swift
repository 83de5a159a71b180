import MyelinCore

/// Which axes of a weight count a unit's inputs, and which its outputs, where they do not lie as Keras' rule has them.
/// Keras: `input_axes` and `output_axes`.
public struct FanAxes: Hashable, Sendable {
    public let inputs: [Int]
    public let outputs: [Int]

    public init(inputs: [Int], outputs: [Int]) {
        self.inputs = inputs
        self.outputs = outputs
    }

    /// The products of the sizes; nil if an axis does not fit the shape.
    func fans(_ shape: Shape) -> (inputs: Int, outputs: Int)? {
        func product(_ axes: [Int]) -> Int? {
            axes.reduce(1) { product, axis in
                guard let product, let place = shape.resolved(axis: axis) else { return nil }
                return product * shape[place]
            }
        }
        guard let inputs = product(inputs), let outputs = product(outputs) else { return nil }
        return (inputs, outputs)
    }

    static func config(_ axes: FanAxes?) -> ConfigObject {
        [
            "input_axes": axes.map { ConfigValue($0.inputs) } ?? .null,
            "output_axes": axes.map { ConfigValue($0.outputs) } ?? .null,
        ]
    }
}

extension Config {
    /// The axes; nil unless both settings are there, as in Keras.
    func fanAxes() throws -> FanAxes? {
        guard let inputs = try axes("input_axes"), let outputs = try axes("output_axes") else { return nil }
        return FanAxes(inputs: inputs, outputs: outputs)
    }
}
