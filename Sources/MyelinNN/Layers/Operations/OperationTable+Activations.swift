import MyelinCore

extension OperationTable {
    static let activations: [Entry] = [
        Entry("Softmax", ["x"]) { arguments in
            let x = try arguments.tensor(0)
            return softmax(x, axes: try arguments.normalizedAxes(of: x))
        },
        Entry("LogSoftmax", ["x"]) { arguments in
            let x = try arguments.tensor(0)
            let axes = try arguments.normalizedAxes(of: x)
            return axes.count == 1 ? logSoftmax(x, axis: axes[0]) : x - logSumExp(x, axes, keepDimensions: true)
        },
        activation("Relu"), activation("Sigmoid"), activation("Silu"), activation("Gelu"), activation("Elu"),
        activation("Selu"), activation("LeakyRelu"), activation("Softplus"), activation("LogSigmoid"),
        activation("Mish"), activation("Relu6"), activation("Celu"), activation("HardSigmoid"), activation("HardSilu"),
        activation("Softsign"), activation("Glu"), activation("HardTanh"), activation("HardShrink"),
        activation("SoftShrink"), activation("TanhShrink"), activation("SparsePlus"), activation("SparseSigmoid"),
        activation("Squareplus"), activation("Threshold"), activation("Sparsemax"),
    ]

    /// An activation with the settings of its operation.
    private static func activation(_ name: String) -> Entry {
        Entry(name, ["x"]) { arguments in
            let form: ConfigValue = [
                "class_name": .string(snakeCase(name)), "config": .object(arguments.config.values),
            ]
            let activation = try Registry.activations.make(form, owner: arguments.config.owner)
            return activation(try arguments.tensor(0))
        }
    }
}

extension OperationArguments {
    /// The axes along which an activation sums to 1: the last, or all where the file says null.
    fileprivate func normalizedAxes(of x: Tensor) throws -> [Int] {
        config.values["axis"] == .null ? Array(0..<x.rank) : try axes() ?? [-1]
    }
}
