/// The sizes of a tensor's axes, outermost first.
public struct Shape: Hashable, Sendable, ExpressibleByArrayLiteral, CustomStringConvertible {
    public var sizes: [Int]

    public init(_ sizes: [Int]) { self.sizes = sizes }
    public init(arrayLiteral sizes: Int...) { self.sizes = sizes }

    /// The number of axes; 0 for a scalar.
    public var rank: Int { sizes.count }
    /// The number of elements; 1 for a scalar.
    public var count: Int { sizes.reduce(1, *) }

    /// Whether there could be an array of this shape: sizes from settings and files may be of any kind, and what is computed
    /// from them must stay far from overflow.
    package var isPossible: Bool {
        var count = 1
        for size in sizes {
            // An axis of size 0 must not hide that the others cannot be.
            let (product, overflow) = count.multipliedReportingOverflow(by: Swift.max(size, 1))
            guard size >= 0, !overflow, product <= 1 << 44 else { return false }
            count = product
        }
        return true
    }

    public subscript(axis: Int) -> Int {
        get { sizes[axis] }
        set { sizes[axis] = newValue }
    }

    /// As Python prints it: `(2, 3)`, `(5,)`, `()`.
    public var description: String {
        sizes.count == 1 ? "(\(sizes[0]),)" : "(" + sizes.map(String.init).joined(separator: ", ") + ")"
    }

    /// Elements between neighbours along each axis of a contiguous row-major array.
    package var strides: [Int] {
        var strides = [Int](repeating: 1, count: rank)
        for axis in stride(from: rank - 2, through: 0, by: -1) {
            strides[axis] = strides[axis + 1] * Swift.max(sizes[axis + 1], 1)
        }
        return strides
    }

    /// The axis that `axis` names, where a negative one counts from the end; nil outside of the rank.
    package func resolved(axis: Int) -> Int? {
        let resolved = axis < 0 ? axis + rank : axis
        return (0..<rank).contains(resolved) ? resolved : nil
    }

    /// The shape that both broadcast to by NumPy's rule, or nil.
    public static func broadcast(_ a: Shape, _ b: Shape) -> Shape? {
        let rank = Swift.max(a.rank, b.rank)
        var sizes = [Int](repeating: 1, count: rank)
        for axis in 0..<rank {
            let x = axis < rank - a.rank ? 1 : a[axis - (rank - a.rank)]
            let y = axis < rank - b.rank ? 1 : b[axis - (rank - b.rank)]
            guard x == y || x == 1 || y == 1 else { return nil }
            sizes[axis] = x == 1 ? y : x
        }
        return Shape(sizes)
    }
}

/// What is known of a tensor before its values are: shape and element type.
public struct TensorType: Hashable, Sendable, CustomStringConvertible {
    public var shape: Shape
    public var dtype: DType

    public init(_ shape: Shape, _ dtype: DType) {
        self.shape = shape
        self.dtype = dtype
    }

    package var byteCount: Int { shape.count * dtype.byteCount }
    /// Such as `float32(128, 10)`.
    public var description: String { "\(dtype)\(shape)" }
}
