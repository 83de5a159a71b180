import MyelinCore

/// Keras' operations by the class names under which files list them.
enum OperationTable {
    struct Entry: Sendable {
        let className: String
        /// Of the arguments, by position.
        let names: [String]
        let apply: @Sendable (OperationArguments) throws -> Tensor
    }

    static func entry(_ className: String) -> Entry? { byName[className] }
    static var classNames: [String] { byName.keys.sorted() }

    private static let byName = Dictionary(
        uniqueKeysWithValues: (binary + unary + reductions + shapes + others).map { ($0.className, $0) })

    private static let binary: [Entry] = [
        two("Add") { $0 + $1 }, two("Subtract") { $0 - $1 }, two("Multiply") { $0 * $1 },
        two("Divide") { quotient($0, $1) }, two("TrueDivide") { quotient($0, $1) },
        two("FloorDivide") { floor($0 / $1) }, two("Mod") { $0 % $1 }, two("Power") { power($0, $1) },
        two("Maximum") { maximum($0, $1) }, two("Minimum") { minimum($0, $1) },
        two("Equal") { $0.equal($1) }, two("NotEqual") { $0.notEqual($1) }, two("Less") { $0.less($1) },
        two("LessEqual") { $0.lessEqual($1) }, two("Greater") { $0.greater($1) },
        two("GreaterEqual") { $0.greaterEqual($1) },
        two("LogicalAnd") { $0.cast(to: .bool).and($1.cast(to: .bool)) },
        two("LogicalOr") { $0.cast(to: .bool).or($1.cast(to: .bool)) },
        two("SquaredDifference") { square($0 - $1) },
        two("Matmul") { product($0, $1) },
    ]

    private static let unary: [Entry] = [
        one("Negative") { -$0 }, one("Absolute") { abs($0) }, one("Abs") { abs($0) }, one("Square") { square($0) },
        one("Sqrt") { sqrt($0) }, one("Rsqrt") { rsqrt($0) }, one("Reciprocal") { reciprocal($0) },
        one("Exp") { exp($0) }, one("Expm1") { expm1($0) }, one("Log") { log($0) }, one("Log1p") { log1p($0) },
        one("Sin") { sin($0) }, one("Cos") { cos($0) }, one("Tanh") { tanh($0) }, one("Erf") { erf($0) },
        one("Sign") { sign($0) }, one("Floor") { floor($0) }, one("Ceil") { ceil($0) }, one("Round") { round($0) },
        one("LogicalNot") { $0.cast(to: .bool).not() }, one("Isnan") { $0.isNaN() }, one("Isfinite") { $0.isFinite() },
        one("OnesLike") { Tensor.ones($0.shape, dtype: $0.dtype) },
        one("ZerosLike") { Tensor.zeros($0.shape, dtype: $0.dtype) },
        one("Copy") { $0 }, one("ConvertToTensor") { $0 }, one("StopGradient") { $0 },
    ]

    private static let reductions: [Entry] = [
        reduction("Sum") { $0.sum(axes: $1, keepDimensions: $2) },
        reduction("Mean") { $0.mean(axes: $1, keepDimensions: $2) },
        reduction("Max") { $0.max(axes: $1, keepDimensions: $2) },
        reduction("Min") { $0.min(axes: $1, keepDimensions: $2) },
        reduction("Prod") { $0.product(axes: $1, keepDimensions: $2) },
        reduction("Var") { $0.variance(axes: $1, keepDimensions: $2) },
        reduction("Std") { sqrt($0.variance(axes: $1, keepDimensions: $2)) },
        reduction("Any") { $0.cast(to: .bool).any(axes: $1, keepDimensions: $2) },
        reduction("All") { $0.cast(to: .bool).all(axes: $1, keepDimensions: $2) },
        Entry(className: "Argmax", names: ["x"]) { try $0.tensor(0).argmax(axis: $0.axis(default: -1)) },
        Entry(className: "Argmin", names: ["x"]) { try $0.tensor(0).argmin(axis: $0.axis(default: -1)) },
    ]

    private static let shapes: [Entry] = [
        Entry(className: "Reshape", names: ["x", "newshape"]) { arguments in
            let x = try arguments.tensor(0)
            var sizes = try arguments.settings("newshape").ints("newshape")
            // The batch axis is -1 in files, of whatever size it is then.
            if let place = sizes.firstIndex(of: -1) {
                let known = sizes.filter { $0 != -1 }.reduce(1, *)
                guard known > 0, x.count % known == 0, sizes.filter({ $0 == -1 }).count == 1 else {
                    throw MyelinError(.shape, "cannot reshape \(x.shape) to \(Shape(sizes))")
                }
                sizes[place] = x.count / known
            }
            return x.reshaped(to: Shape(sizes))
        },
        Entry(className: "Transpose", names: ["x", "axes"]) { arguments in
            let settings = arguments.settings("axes")
            return try arguments.tensor(0).transposed(settings.has("axes") ? settings.ints("axes") : nil)
        },
        Entry(className: "ExpandDims", names: ["x", "axis"]) { try $0.tensor(0).expanded(at: $0.axis(default: 0)) },
        Entry(className: "Squeeze", names: ["x", "axis"]) { try $0.tensor(0).squeezed(axes: $0.axes()) },
        Entry(className: "Concatenate", names: ["xs"]) {
            Tensor.concatenated(try $0.tensors(0), axis: try $0.axis(default: 0))
        },
        Entry(className: "Stack", names: ["x"]) { Tensor.stacked(try $0.tensors(0), axis: try $0.axis(default: 0)) },
        Entry(className: "Flip", names: ["x"]) { arguments in
            let x = try arguments.tensor(0)
            return x.reversed(axes: try arguments.axes() ?? Array(0..<x.rank))
        },
        Entry(className: "GetItem", names: ["x", "key"]) { arguments in
            let x = try arguments.tensor(0)
            return x[list: try TensorIndex.list(arguments.setting("key"), rank: x.rank, owner: arguments.config.owner)]
        },
    ]

    private static let others: [Entry] = [
        Entry(className: "Clip", names: ["x", "x_min", "x_max"]) { arguments in
            let limits = arguments.settings("x_min", "x_max")
            return clip(try arguments.tensor(0), min: try limits.double("x_min"), max: try limits.double("x_max"))
        },
        Entry(className: "Cumsum", names: ["x", "axis", "dtype"]) { arguments in
            let x = try arguments.tensor(0)
            let numbers = x.dtype == .bool ? x.cast(to: .int32) : x
            guard let axis = try arguments.axes()?.first else {
                return cumulativeSum(numbers.reshaped(to: [x.count]), axis: 0)
            }
            guard let place = x.shape.resolved(axis: axis) else {
                throw MyelinError(.argument, "axis \(axis) is none of shape \(x.shape)")
            }
            return cumulativeSum(numbers, axis: place)
        },
        Entry(className: "Where", names: ["condition", "x1", "x2"]) {
            select(try $0.tensor(0).cast(to: .bool), try $0.tensor(1), try $0.tensor(2))
        },
        Entry(className: "NanToNum", names: ["x", "nan", "posinf", "neginf"]) { arguments in
            let x = try arguments.tensor(0), largest = Double(Float.greatestFiniteMagnitude)
            let numbers = arguments.settings("nan", "posinf", "neginf")
            let high = try numbers.double("posinf", default: largest)
            let low = try numbers.double("neginf", default: -largest)
            let finite = select(x.isFinite(), x, select(x.greater(0), Tensor(high, x.dtype), Tensor(low, x.dtype)))
            return select(x.isNaN(), Tensor(try numbers.double("nan", default: 0), x.dtype), finite)
        },
        Entry(className: "Cast", names: ["x", "dtype"]) { arguments in
            let name = try arguments.settings("dtype").string("dtype")
            guard let dtype = DType(rawValue: name) else { throw MyelinError(.file, "unknown dtype '\(name)'") }
            return try arguments.tensor(0).cast(to: dtype)
        },
        Entry(className: "Softmax", names: ["x"]) { softmax(try $0.tensor(0), axis: try $0.axis(default: -1)) },
        Entry(className: "LogSoftmax", names: ["x"]) { logSoftmax(try $0.tensor(0), axis: try $0.axis(default: -1)) },
        activation("Relu"), activation("Sigmoid"), activation("Silu"), activation("Gelu"), activation("Elu"),
        activation("Selu"), activation("LeakyRelu"), activation("Softplus"), activation("LogSigmoid"),
        activation("Mish"),
        activation("Relu6"), activation("Celu"), activation("HardSigmoid"), activation("HardSilu"),
        activation("Softsign"),
    ]

    private static func two(_ name: String, _ body: @escaping @Sendable (Tensor, Tensor) throws -> Tensor) -> Entry {
        Entry(className: name, names: ["x1", "x2"]) { try body($0.tensor(0), $0.tensor(1)) }
    }

    private static func one(_ name: String, _ body: @escaping @Sendable (Tensor) -> Tensor) -> Entry {
        Entry(className: name, names: ["x"]) { body(try $0.tensor(0)) }
    }

    private static func reduction(
        _ name: String, _ body: @escaping @Sendable (Tensor, [Int]?, Bool) -> Tensor
    ) -> Entry {
        Entry(className: name, names: ["x"]) {
            body(try $0.tensor(0), try $0.axes(), try $0.settings("keepdims").bool("keepdims", default: false))
        }
    }

    /// An activation with the settings of its operation.
    private static func activation(_ name: String) -> Entry {
        Entry(className: name, names: ["x"]) { arguments in
            let form: ConfigValue = [
                "class_name": .string(snakeCase(name)), "config": .object(arguments.config.values),
            ]
            let activation = try Registry.activations.make(form, owner: arguments.config.owner)
            return activation(try arguments.tensor(0))
        }
    }

    /// Whole numbers divide to floats, as in Keras.
    private static func quotient(_ a: Tensor, _ b: Tensor) -> Tensor {
        if a.dtype.isFloatingPoint || b.dtype.isFloatingPoint { return a / b }
        return a.cast(to: .float32) / b.cast(to: .float32)
    }

    /// The sum of each element and those before it. In steps of 1, 2, 4, …, each of which adds what the last one summed up.
    private static func cumulativeSum(_ x: Tensor, axis: Int) -> Tensor {
        let none = [Int](repeating: 0, count: x.rank)
        var (sum, step) = (x, 1)
        while step < x.shape[axis] {
            var shift = none
            shift[axis] = step
            sum = sum + sum.sliced(axis: axis, 0..<x.shape[axis] - step).padded(low: shift, high: none)
            step *= 2
        }
        return sum
    }

    /// NumPy's matrix product: a vector is a row on the left and a column on the right.
    private static func product(_ a: Tensor, _ b: Tensor) -> Tensor {
        switch (a.rank, b.rank) {
        case (1, 1): return (a * b).sum()
        case (1, _): return matmul(a.expanded(at: 0), b).squeezed(axes: [-2])
        case (_, 1): return matmul(a, b.expanded(at: 1)).squeezed(axes: [-1])
        default: return matmul(a, b)
        }
    }
}

extension TensorIndex {
    /// Python's subscript as files have it: numbers, slices, null for a new axis, an ellipsis.
    fileprivate static func list(_ value: ConfigValue, rank: Int, owner: String) throws -> [TensorIndex] {
        var parts = [value]
        if case .array(let elements) = value { parts = elements }
        if case .object(let fields) = value, fields["class_name"] == .string("__tuple__"),
            case .array(let items)? = fields["items"]
        {
            parts = items
        }
        func isEllipsis(_ part: ConfigValue) -> Bool {
            if case .object(let fields) = part { return fields["class_name"] == .string("__ellipsis__") }
            return false
        }
        let taking = parts.filter { $0 != .null && !isEllipsis($0) }.count
        return try parts.flatMap { part -> [TensorIndex] in
            if isEllipsis(part) {
                return [TensorIndex](repeating: .range(from: nil, to: nil, step: 1), count: max(rank - taking, 0))
            }
            switch part {
            case .null: return [.added]
            case .int(let index): return [.at(index)]
            case .object(let fields) where fields["class_name"] == .string("__slice__"):
                guard case .object(let config)? = fields["config"] else { break }
                let slice = Config(config, owner: owner)
                func bound(_ key: String) throws -> Int? { slice.has(key) ? try slice.int(key) : nil }
                return [.range(from: try bound("start"), to: try bound("stop"), step: try bound("step") ?? 1)]
            default: break
            }
            throw MyelinError(.file, "\(owner): a subscript that is not understood: \(part)")
        }
    }
}
