import MyelinCore

/// `factor` times the mean size of the cosines between the rows (or columns) of a matrix, so that they tend to be
/// orthogonal. Keras: `OrthogonalRegularizer`.
public struct OrthogonalRegularizer: Regularizer {
    /// What is to be orthogonal.
    public enum Mode: String, Sendable, CaseIterable {
        case rows, columns
    }

    public static let className = "OrthogonalRegularizer"
    public let factor: Double
    public let mode: Mode

    public init(_ factor: Double = 0.01, mode: Mode = .rows) {
        self.factor = factor
        self.mode = mode
    }

    public init(config: Config) throws {
        self.init(
            try config.penalty("factor", default: 0.01), mode: try config.choice("mode", default: .rows))
    }

    public var config: ConfigObject { ["factor": .double(factor), "mode": .string(mode.rawValue)] }

    public func callAsFunction(_ weight: Tensor) -> Tensor {
        guard weight.rank == 2 else {
            let error = MyelinError(.shape, "\(Self.className): expected a weight of rank 2, got shape \(weight.shape)")
            return .invalid(TensorType([], weight.dtype), weight.error ?? error)
        }
        let rows = mode == .rows ? weight : weight.transposed()
        let count = rows.shape[0]
        let unit = rows.normalized(axes: [1])
        let cosines = abs(matmul(unit, unit.transposed())) * (1 - Tensor.identity(count, dtype: weight.dtype))
        let pairs = Double(count) * Double(count - 1) / 2
        return cosines.sum() * (factor * 0.5 / pairs)
    }
}

extension Regularizer where Self == OrthogonalRegularizer {
    /// A penalty on rows or columns that are not orthogonal.
    public static func orthogonal(_ factor: Double = 0.01, mode: OrthogonalRegularizer.Mode = .rows) -> Self {
        Self(factor, mode: mode)
    }
}
