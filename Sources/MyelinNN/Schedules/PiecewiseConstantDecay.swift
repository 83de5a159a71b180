import MyelinCore

/// One step size up to and including each boundary, the next one behind it. Keras: `PiecewiseConstantDecay`.
public struct PiecewiseConstantDecay: LearningRateSchedule {
    public static let className = "PiecewiseConstantDecay"
    public let boundaries: [Double]
    public let values: [Double]
    /// Kept for Keras' files; it changes nothing.
    public let name: String

    /// - Parameters:
    ///   - boundaries: counts of batches, ascending; fractions are cut off, as in Keras.
    ///   - values: step sizes, one more than boundaries.
    public init(boundaries: [Double], values: [Double], name: String = "PiecewiseConstant") {
        self.boundaries = boundaries
        self.values = values
        self.name = name
    }

    public init(config: Config) throws {
        self.init(
            boundaries: try config.doubles("boundaries") ?? [], values: try config.doubles("values") ?? [],
            name: try config.string("name", default: "PiecewiseConstant"))
    }

    public var config: ConfigObject {
        [
            "boundaries": .array(boundaries.map { .steps($0) }), "values": .array(values.map { .double($0) }),
            "name": .string(name),
        ]
    }

    public func check() throws {
        guard !boundaries.isEmpty, values.count == boundaries.count + 1 else {
            throw MyelinError(
                .argument,
                "\(Self.className): expected at least one boundary and one value more than boundaries, got "
                    + "\(boundaries.count) boundaries and \(values.count) values")
        }
        guard boundaries.allSatisfy({ abs($0) < 1e15 }),
            zip(boundaries, boundaries.dropFirst()).allSatisfy({ $0 <= $1 })
        else {
            throw MyelinError(.argument, "\(Self.className): expected boundaries in ascending order, got \(boundaries)")
        }
    }

    public func callAsFunction(_ step: Tensor) -> Tensor {
        var result = Tensor(values.last ?? 0)
        for (boundary, value) in zip(boundaries, values).reversed() {
            result = select(step.lessEqual(Tensor(boundary.rounded(.towardZero), .int64)), Tensor(value), result)
        }
        return result
    }
}
