import MyelinCore

/// Turns numbers into the numbers of the ranges in which they lie. Keras: `Discretization`.
///
/// With boundaries b₀ < b₁ < … a number x lies in range i = how many boundaries are ≤ x; not a number lies in the last.
/// The boundaries are given, or learned from data as quantiles (`adapt`).
///
/// - Input shape: any. Output: int32 of the same shape, or encoded as `CategoryEncoding` does.
public final class Discretization: Layer {
    /// How many ranges are to be learned; nil where boundaries were given.
    public let numBins: Int?
    /// How exact learned boundaries are: a share of the data.
    public let epsilon: Double
    public let outputMode: OutputMode
    private let isSparse: Bool
    private let state: Adapted<[Double]?>

    /// The borders between ranges; nil before `adapt`.
    public var binBoundaries: [Double]? { state.value }

    /// - Parameter outputMode: `.int`, `.oneHot`, `.multiHot` or `.count`.
    public convenience init(binBoundaries: [Double], outputMode: OutputMode = .int, name: String? = nil) {
        self.init(binBoundaries, nil, epsilon: 0.01, outputMode, sparse: false, name: name)
    }

    /// A layer that learns its ranges; call `adapt`.
    ///
    /// - Parameter epsilon: how exact the boundaries are; smaller is more exact and takes longer.
    public convenience init(
        numBins: Int, epsilon: Double = 0.01, outputMode: OutputMode = .int, name: String? = nil
    ) {
        self.init(nil, numBins, epsilon: epsilon, outputMode, sparse: false, name: name)
    }

    private init(
        _ boundaries: [Double]?, _ numBins: Int?, epsilon: Double, _ outputMode: OutputMode, sparse: Bool, name: String?
    ) {
        state = Adapted(boundaries)
        self.numBins = numBins
        self.epsilon = epsilon
        self.outputMode = outputMode
        isSparse = sparse
        super.init(name: name)
    }

    public override func build(_ inputs: [Shape]) throws {
        guard binBoundaries != nil || numBins ?? 0 >= 1 else {
            throw MyelinError(.argument, "expected binBoundaries, or at least 1 bin, got \(numBins ?? 0)")
        }
        guard outputMode != .tfIDF else {
            throw MyelinError(.argument, "expected outputMode int, one_hot, multi_hot or count, got tf_idf")
        }
    }

    public override func call(_ x: Tensor, _ context: CallContext) throws -> Tensor {
        let state = state, name = name
        let function = HostFunction("digitize") {
            ($0[0].shape, .int32)
        } body: { inputs, output in
            guard let boundaries = state.value?.map({ Float($0) }) else {
                throw MyelinError(.argument, "\(name): has no boundaries yet; call adapt")
            }
            let places = output.elements(as: Int32.self)
            for (index, x) in inputs[0].elements(as: Float.self).enumerated() {
                var low = 0, high = boundaries.count
                while low < high {
                    let middle = (low + high) / 2
                    if x < boundaries[middle] { high = middle } else { low = middle + 1 }
                }
                places[index] = Int32(low)
            }
        }
        let places = function(x.cast(to: .float32))
        guard outputMode != .int else { return places }
        let depth = binBoundaries.map { $0.count + 1 } ?? numBins ?? 1
        return outputMode.encoded(places, depth: depth).cast(to: computeDType)
    }

    /// Learns the boundaries from data, so that each range has about as many numbers.
    public func adapt(_ data: Tensor) throws {
        do {
            try build([])
            guard let numBins else {
                throw MyelinError(.argument, "the boundaries are given; there is nothing to adapt")
            }
            guard epsilon > 0, epsilon <= 1 else {
                throw MyelinError(.argument, "epsilon: expected a share above 0 and up to 1, got \(epsilon)")
            }
            let numbers = try data.scalars(Float.self)
            guard !numbers.isEmpty, numbers.allSatisfy({ !$0.isNaN }) else {
                throw MyelinError(.data, "expected numbers to adapt to, got none, or some that are not a number")
            }
            state.value = DiscretizationSummary(of: numbers, epsilon: epsilon).boundaries(numBins)
        } catch let error as MyelinError { throw error.located(at: name) }
    }

    public override var config: ConfigObject {
        [
            "bin_boundaries": binBoundaries.map { ConfigValue($0) } ?? .null, "num_bins": ConfigValue(numBins),
            "epsilon": .double(epsilon), "output_mode": .string(outputMode.rawValue), "sparse": .bool(isSparse),
        ]
    }

    override var omittedSettings: Set<String> { ["trainable"] }

    convenience init(config: Config) throws {
        self.init(
            try config.doubles("bin_boundaries"), try config.optionalInt("num_bins"),
            epsilon: try config.double("epsilon", default: 0.01),
            try config.outputMode([.int, .oneHot, .multiHot, .count], default: .int), sparse: try config.isSparse(),
            name: try config.string("name"))
    }
}
