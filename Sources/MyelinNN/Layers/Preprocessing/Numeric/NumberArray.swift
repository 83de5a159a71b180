import MyelinCore

/// Numbers that a layer was made with: one, a list, or a list of lists.
public struct NumberArray: Hashable, Sendable {
    /// The numbers, row-major.
    public let values: [Double]
    /// The sizes of its axes; none for a single number.
    public let shape: Shape

    /// One number.
    public init(_ value: Double) {
        values = [value]
        shape = []
    }

    /// A list of numbers.
    public init(_ values: [Double]) {
        self.values = values
        shape = [values.count]
    }

    /// Numbers of any shape, in row-major order.
    ///
    /// - Throws: `MyelinError` if the shape has room for more numbers, or fewer.
    public init(_ values: [Double], shape: Shape) throws {
        guard values.count == shape.count else {
            throw MyelinError(.shape, "\(values.count) numbers do not fill an array of shape \(shape)")
        }
        self.values = values
        self.shape = shape
    }

    func tensor(_ dtype: DType) -> Tensor {
        shape.rank == 0 ? Tensor(values[0], dtype) : Tensor(values, shape: shape).cast(to: dtype)
    }
}

extension NumberArray: ExpressibleByFloatLiteral, ExpressibleByIntegerLiteral, ExpressibleByArrayLiteral {
    public init(floatLiteral value: Double) { self.init(value) }
    public init(integerLiteral value: Int) { self.init(Double(value)) }
    public init(arrayLiteral values: Double...) { self.init(values) }
}

extension NumberArray {
    /// Keras' form: a number, or nested lists.
    var serialized: ConfigValue {
        func part(_ axis: Int, _ start: Int) -> ConfigValue {
            guard axis < shape.rank else { return .double(values[start]) }
            let stride = shape.strides[axis]
            return .array((0..<shape[axis]).map { part(axis + 1, start + $0 * stride) })
        }
        return part(0, 0)
    }

    fileprivate static let deepest = 8

    /// From nested lists, or Keras' form of a NumPy array; nil if there is anything else in it.
    init?(_ value: ConfigValue) {
        if case .object(let fields) = value, case .object(let config)? = fields["config"], let inside = config["value"]
        {
            guard let array = NumberArray(inside) else { return nil }
            self = array
            return
        }
        var values: [Double] = [], sizes: [Int] = []
        func walk(_ value: ConfigValue, _ axis: Int) -> Bool {
            switch value {
            case .int(let number): values.append(Double(number))
            case .double(let number): values.append(number)
            case .array(let parts):
                guard axis < Self.deepest else { return false }
                if sizes.count == axis { sizes.append(parts.count) }
                guard sizes[axis] == parts.count else { return false }
                return parts.allSatisfy { walk($0, axis + 1) }
            default: return false
            }
            return true
        }
        guard walk(value, 0), values.count == sizes.reduce(1, *) else { return nil }
        self.values = values
        shape = Shape(sizes)
    }
}

extension Config {
    /// Numbers in lists, or nil where the setting is missing or null.
    func numbers(_ key: String) throws -> NumberArray? {
        guard has(key), let value = values[key] else { return nil }
        guard let array = NumberArray(value) else {
            throw MyelinError(.file, "\(owner): setting '\(key)': expected numbers, got \(value)")
        }
        return array
    }
}
