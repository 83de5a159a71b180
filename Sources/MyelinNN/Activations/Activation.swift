import MyelinCore

/// A function applied element by element (softmax: along the last axis) to what a layer computed.
public protocol Activation: Configurable {
    func callAsFunction(_ x: Tensor) -> Tensor
}

extension Activation {
    public init(config: Config) throws { throw MyelinError(.unknownName, "\(config.owner): has no settings") }
}
