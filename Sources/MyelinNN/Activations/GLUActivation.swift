import MyelinCore

/// `a * sigmoid(b)` for the halves a and b of the operand along an axis (Dauphin et al. 2016). Keras: `glu`.
public struct GLUActivation: Activation {
    public static let className = "glu"
    public let axis: Int

    public init(axis: Int = -1) { self.axis = axis }
    public init(config: Config) throws { axis = try config.int("axis", default: -1) }

    public var config: ConfigObject { axis == -1 ? [:] : ["axis": .int(axis)] }

    public func callAsFunction(_ x: Tensor) -> Tensor {
        guard let place = x.shape.resolved(axis: axis), x.shape[place] % 2 == 0 else {
            return .invalid(
                x.type,
                x.error ?? MyelinError(.shape, "glu: expected an even size along axis \(axis), got shape \(x.shape)"))
        }
        let half = x.shape[place] / 2
        return x.sliced(axis: place, 0..<half) * sigmoid(x.sliced(axis: place, half..<2 * half))
    }
}

extension Activation where Self == GLUActivation {
    /// `a * sigmoid(b)` for the halves a and b of the operand along an axis (Dauphin et al. 2016). Keras: `glu`.
    public static var glu: Self { Self() }
    /// `a * sigmoid(b)` for the halves a and b of the operand along an axis (Dauphin et al. 2016). Keras: `glu`.
    public static func glu(axis: Int) -> Self { Self(axis: axis) }
}
