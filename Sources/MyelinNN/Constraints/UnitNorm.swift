import MyelinCore

/// Gives vectors the length 1. Keras: `UnitNorm`.
public struct UnitNorm: Constraint {
    public static let className = "UnitNorm"
    public let axes: [Int]

    /// - Parameter axes: along which the vectors lie.
    public init(axes: [Int] = [0]) { self.axes = axes }
    public init(config: Config) throws { axes = try config.axes("axis") ?? [0] }

    public var config: ConfigObject { ["axis": ConfigValue(axes: axes)] }

    public func callAsFunction(_ weight: Tensor) -> Tensor { weight / (norms(weight, axes: axes) + 1e-7) }
}

extension Constraint where Self == UnitNorm {
    /// Gives vectors the length 1.
    public static func unitNorm(axes: [Int] = [0]) -> Self { Self(axes: axes) }
}
