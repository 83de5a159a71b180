import MyelinCore

/// `(x + sqrt(x² + b)) / 2`. Keras: `squareplus`.
public struct SquareplusActivation: Activation {
    public static let className = "squareplus"
    public let b: Double

    public init(b: Double = 4) { self.b = b }
    public init(config: Config) throws { b = try config.double("b", default: 4) }

    public var config: ConfigObject { b == 4 ? [:] : ["b": .double(b)] }

    public func callAsFunction(_ x: Tensor) -> Tensor {
        (x + sqrt(square(x) + b)) * 0.5
    }
}

extension Activation where Self == SquareplusActivation {
    /// `(x + sqrt(x² + b)) / 2`. Keras: `squareplus`.
    public static var squareplus: Self { Self() }
    /// `(x + sqrt(x² + b)) / 2`. Keras: `squareplus`.
    public static func squareplus(b: Double) -> Self { Self(b: b) }
}
