import MyelinCore

/// One value throughout, or an array that is repeated to the weight's shape. Keras: `Constant`.
public struct Constant: Initializer {
    public static let className = "Constant"
    /// The value, or the first of the array.
    public var value: Double { values.first ?? 0 }
    private let values: [Double]
    private let shape: Shape

    public init(_ value: Double = 0) {
        values = [value]
        shape = []
    }

    /// An array in row-major order; broadcast to the weight's shape.
    public init(_ values: [Double], shape: Shape) {
        self.values = values
        self.shape = shape
    }

    public init(config: Config) throws {
        let value = config.values["value"] ?? .int(0)
        switch value {
        case .array: break
        case .object(let array) where array["config"] != nil: break
        default:
            self.init(try config.double("value", default: 0))
            return
        }
        let (values, shape) = try value.array(owner: "\(config.owner): value")
        self.init(values, shape: shape)
    }

    public var config: ConfigObject {
        guard shape.rank > 0 else { return ["value": .double(value)] }
        func nested(_ values: ArraySlice<Double>, _ sizes: ArraySlice<Int>) -> ConfigValue {
            guard let size = sizes.first else { return .double(values.first ?? 0) }
            let step = size == 0 ? 0 : values.count / size
            return .array(
                (0..<size).map {
                    let start = values.startIndex + $0 * step
                    return nested(values[start..<start + step], sizes.dropFirst())
                })
        }
        let array = nested(values[...], shape.sizes[...])
        return ["value": ["class_name": "__numpy__", "config": ["value": array, "dtype": "float64"]]]
    }

    public func callAsFunction(_ shape: Shape, dtype: DType, key: Tensor) -> Tensor {
        if self.shape.rank == 0 { return .full(shape, value, dtype: dtype) }
        return Tensor(values, shape: self.shape).cast(to: dtype).broadcast(to: shape)
    }
}

extension Initializer where Self == Constant {
    /// One value throughout.
    public static func constant(_ value: Double) -> Self { Self(value) }
}
