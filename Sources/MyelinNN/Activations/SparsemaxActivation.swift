import MyelinCore

/// Like softmax, but with zeros for what is far from the largest (Martins, Astudillo 2016). Keras: `sparsemax`, which
/// with more than one element above zero gives less than the paper, and no distribution; so does this.
public struct SparsemaxActivation: Activation {
    public static let className = "sparsemax"
    public let axis: Int

    public init(axis: Int = -1) { self.axis = axis }
    public init(config: Config) throws { axis = try config.int("axis", default: -1) }

    public var config: ConfigObject { axis == -1 ? [:] : ["axis": .int(axis)] }

    public func callAsFunction(_ x: Tensor) -> Tensor {
        guard let place = x.shape.resolved(axis: axis) else {
            return .invalid(
                x.type, x.error ?? MyelinError(.shape, "sparsemax: axis \(axis) does not fit shape \(x.shape)"))
        }
        // Comparing all pairs takes the place of sorting: for each element the number and the sum of those before it in
        // falling order, of equal ones the first before the others, itself included.
        let others = x.expanded(at: place), own = x.expanded(at: place + 1)
        let places = Tensor((0..<x.shape[place]).map { Int32($0) })
        let isNotLater = places.lessEqual(places.expanded(at: 1)).reshaped(
            to: Shape([x.shape[place], x.shape[place]] + [Int](repeating: 1, count: x.rank - 1 - place)))
        let isBefore = others.greater(own).or(others.equal(own).and(isNotLater)).cast(to: x.dtype)
        let count = isBefore.sum(axes: [place + 1]), sum = (isBefore * others).sum(axes: [place + 1])
        let support = (count * x + 1).greater(sum).cast(to: x.dtype)
        let size = support.sum(axes: [place], keepDimensions: true)
        // The paper takes the sum of the whole support here, Keras the total of these sums.
        let threshold = ((support * sum).sum(axes: [place], keepDimensions: true) - 1) / size
        return relu(x - threshold)
    }
}

extension Activation where Self == SparsemaxActivation {
    /// Like softmax, but with zeros for what is far from the largest. Keras: `sparsemax`.
    public static var sparsemax: Self { Self() }
    /// Like softmax, but with zeros for what is far from the largest. Keras: `sparsemax`.
    public static func sparsemax(axis: Int) -> Self { Self(axis: axis) }
}
