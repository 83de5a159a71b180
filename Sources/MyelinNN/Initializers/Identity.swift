import MyelinCore

/// A multiple of the identity matrix, for weights of rank 2. Keras: `Identity`.
public struct Identity: Initializer {
    public static let className = "Identity"
    public static let aliases = ["IdentityInitializer"]
    /// What stands in the diagonal.
    public let gain: Double

    public init(gain: Double = 1) { self.gain = gain }
    public init(config: Config) throws { gain = try config.double("gain", default: 1) }

    // Keras takes the gain, but does not write it.
    public var config: ConfigObject { gain == 1 ? [:] : ["gain": .double(gain)] }

    public func callAsFunction(_ shape: Shape, dtype: DType, key: Tensor) -> Tensor {
        guard shape.rank == 2 else {
            let error = MyelinError(.shape, "\(Self.className): expected a weight of rank 2, got shape \(shape)")
            return .invalid(TensorType(shape, dtype), error)
        }
        let rows = Tensor((0..<shape[0]).map { Int32($0) }), columns = Tensor((0..<shape[1]).map { Int32($0) })
        return rows.expanded(at: 1).equal(columns).cast(to: dtype) * gain
    }
}

extension Initializer where Self == Identity {
    /// The identity matrix.
    public static var identity: Self { Self() }
    /// A multiple of the identity matrix.
    public static func identity(gain: Double) -> Self { Self(gain: gain) }
}
