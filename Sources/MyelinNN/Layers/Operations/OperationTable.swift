import MyelinCore

/// Keras' operations by the class names under which files list them.
enum OperationTable {
    struct Entry: Sendable {
        let className: String
        /// Of the arguments, by position.
        let names: [String]
        let apply: @Sendable (OperationArguments) throws -> [Tensor]

        /// An operation with one result.
        init(_ className: String, _ names: [String], _ apply: @escaping @Sendable (OperationArguments) throws -> Tensor)
        {
            self.init(several: className, names) { [try apply($0)] }
        }

        /// An operation with several results.
        init(
            several className: String, _ names: [String],
            _ apply: @escaping @Sendable (OperationArguments) throws -> [Tensor]
        ) {
            self.className = className
            self.names = names
            self.apply = apply
        }
    }

    static func entry(_ className: String) -> Entry? { byName[className] }
    static var classNames: [String] { byName.keys.sorted() }

    private static let byName: [String: Entry] = {
        let all: [[Entry]] = [
            binary, unary, numbers, activations, reductions, withoutNaN, shapes, pieces, ordering, products, matrices,
            windows, images, losses,
        ]
        return Dictionary(uniqueKeysWithValues: all.joined().map { ($0.className, $0) })
    }()

    // MARK: Rows of the tables

    /// A function of two tensors.
    static func two(_ name: String, _ body: @escaping @Sendable (Tensor, Tensor) throws -> Tensor) -> Entry {
        Entry(name, ["x1", "x2"]) { arguments in
            let (a, b) = try arguments.operands()
            return try body(a, b)
        }
    }

    /// A function of a tensor.
    static func one(_ name: String, _ body: @escaping @Sendable (Tensor) -> Tensor) -> Entry {
        Entry(name, ["x"]) { body(try $0.tensor(0)) }
    }

    /// A function of a tensor whose whole numbers become floats.
    static func float(_ name: String, _ body: @escaping @Sendable (Tensor) -> Tensor) -> Entry {
        Entry(name, ["x"]) { body(try $0.tensor(0).floating) }
    }

    /// A reduction over all axes, one or several.
    static func reduction(
        _ name: String, _ body: @escaping @Sendable (Tensor, [Int]?, Bool) throws -> Tensor
    ) -> Entry {
        Entry(name, ["x"]) { try body(try $0.tensor(0), try $0.axes(), try $0.flag("keepdims")) }
    }
}

extension Tensor {
    /// The same numbers as floats: whole ones as Float32, as Keras' operations take them.
    var floating: Tensor { dtype.isFloatingPoint ? self : cast(to: .float32) }
    /// The same numbers; truth values as 0 and 1.
    var numbers: Tensor { dtype == .bool ? cast(to: .int32) : self }
}
