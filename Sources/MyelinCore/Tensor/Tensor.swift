/// An array of numbers of any rank: a value.
///
/// Operations on tensors record what is to be computed; reading the elements (`scalars()`, `print`) computes it. So the
/// same code serves at a prompt and inside a compiled training step. A tensor that cannot be, such as the sum of (2, 3)
/// and (4,), keeps the first error, and reading it throws that.
public struct Tensor {
    package let node: Node
    package let output: Int

    package init(node: Node, output: Int = 0) {
        self.node = node
        self.output = output
    }

    package var type: TensorType { node.types[output] }
    /// The sizes of the axes.
    public var shape: Shape { type.shape }
    /// The type of the elements.
    public var dtype: DType { type.dtype }
    /// The number of axes.
    public var rank: Int { shape.rank }
    /// The number of elements.
    public var count: Int { shape.count }
    /// Why this tensor has no values, if an operation on the way to it did not fit.
    public var error: MyelinError? { node.error }

    /// A tensor over existing memory, which must hold `shape.count` elements and is not to be written to from then on.
    public init(storage: Storage, shape: Shape, dtype: DType) {
        let type = TensorType(shape, dtype)
        var error: MyelinError?
        if shape.sizes.contains(where: { $0 < 0 }) || storage.byteCount < type.byteCount {
            error = MyelinError(.shape, "a tensor \(type) needs \(type.byteCount) bytes, got \(storage.byteCount)")
        }
        node = Node(HostData(type: type), [], types: [type], error: error, storages: [storage])
        output = 0
    }

    /// A tensor of `scalars` in row-major order.
    public init<Scalar: TensorScalar>(_ scalars: [Scalar], shape: Shape) {
        guard scalars.count == shape.count else {
            self = .invalid(
                TensorType(shape, Scalar.dtype),
                MyelinError(.shape, "a tensor of shape \(shape) needs \(shape.count) elements, got \(scalars.count)"))
            return
        }
        self.init(storage: Storage(scalars), shape: shape, dtype: Scalar.dtype)
    }

    /// A vector.
    @_disfavoredOverload
    public init<Scalar: TensorScalar>(_ scalars: [Scalar]) { self.init(scalars, shape: [scalars.count]) }

    /// A vector of Float32, the default for numbers written out: `Tensor([1, 2.5])`.
    public init(_ scalars: [Float]) { self.init(scalars, shape: [scalars.count]) }

    /// A matrix of Float32 from its rows.
    public init(_ rows: [[Float]]) { self.init(rows: rows) }

    /// A matrix from its rows, which must be of one length.
    public init<Scalar: TensorScalar>(rows: [[Scalar]]) {
        let width = rows.first?.count ?? 0
        guard let odd = rows.firstIndex(where: { $0.count != width }) else {
            self.init(rows.flatMap { $0 }, shape: [rows.count, width])
            return
        }
        self = .invalid(
            TensorType([rows.count, width], Scalar.dtype),
            MyelinError(.shape, "row \(odd) has \(rows[odd].count) elements, row 0 has \(width)"))
    }

    /// A scalar.
    public init(_ value: Double, _ dtype: DType = .float32) {
        node = Node(ScalarConstant(value: value, dtype: dtype), [], types: [TensorType([], dtype)])
        output = 0
    }

    package static func invalid(_ type: TensorType, _ error: MyelinError) -> Tensor {
        Tensor(node: Node(HostData(type: type), [], types: [type], error: error))
    }

    package static func placeholder(_ label: String, _ type: TensorType) -> Tensor {
        Tensor(node: Node(Placeholder(label: label, type: type), [], types: [type]))
    }

    package static func record(_ operation: any Operation, _ inputs: Tensor...) -> Tensor {
        Node.record(operation, inputs)[0]
    }
}

extension Tensor {
    /// Zeros of a shape.
    public static func zeros(_ shape: Shape, dtype: DType = .float32) -> Tensor { full(shape, 0, dtype: dtype) }
    /// Ones of a shape.
    public static func ones(_ shape: Shape, dtype: DType = .float32) -> Tensor { full(shape, 1, dtype: dtype) }
    /// One value throughout.
    public static func full(_ shape: Shape, _ value: Double, dtype: DType = .float32) -> Tensor {
        Tensor(value, dtype).broadcast(to: shape)
    }
    /// 0, 1, 2, … as a vector, or `start`, `start + step`, … below `stop`.
    public static func range(_ start: Double = 0, to stop: Double, by step: Double = 1, dtype: DType = .float32)
        -> Tensor
    {
        let length = ((stop - start) / step).rounded(.up)
        guard length >= 0, let count = Int(exactly: length) else {
            return .invalid(
                TensorType([0], dtype), MyelinError(.argument, "range: no numbers from \(start) to \(stop) by \(step)"))
        }
        let iota = Tensor.record(Iota(shape: [count], dtype: dtype))
        return iota * step + start
    }
    /// `count` numbers evenly spaced from `start` to `stop`, both included.
    public static func linspace(_ start: Double, _ stop: Double, count: Int, dtype: DType = .float32) -> Tensor {
        guard count > 1 else { return Tensor.full([Swift.max(count, 0)], start, dtype: dtype) }
        return Tensor.record(Iota(shape: [count], dtype: dtype)) * ((stop - start) / Double(count - 1)) + start
    }
    /// The identity matrix.
    public static func identity(_ size: Int, dtype: DType = .float32) -> Tensor {
        let index = Tensor.record(Iota(shape: [size], dtype: .int32))
        return index.expanded(at: 1).equal(index).cast(to: dtype)
    }
}
