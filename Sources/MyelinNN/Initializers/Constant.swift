import MyelinCore

/// One value throughout. Keras: `Constant`.
public struct Constant: Initializer {
    public static let className = "Constant"
    public let value: Double

    public init(_ value: Double = 0) { self.value = value }
    public init(config: Config) throws { value = try config.double("value", default: 0) }

    public var config: [String: ConfigValue] { ["value": .double(value)] }

    public func callAsFunction(_ shape: Shape, dtype: DType, key: Tensor) -> Tensor {
        .full(shape, value, dtype: dtype)
    }
}

extension Initializer where Self == Constant {
    /// One value throughout.
    public static func constant(_ value: Double) -> Self { Self(value) }
}
