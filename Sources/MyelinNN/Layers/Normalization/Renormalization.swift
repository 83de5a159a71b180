import MyelinCore

/// Batch renormalization: while training, the batch's statistics are corrected towards their moving averages, within
/// limits. Keras: `renorm` of `BatchNormalization`. Ioffe 2017.
public struct Renormalization: Hashable, Sendable {
    /// Limits of the factor r and of the summand d; nil for none. Keras: `renorm_clipping`.
    public var rmin: Double?
    public var rmax: Double?
    public var dmax: Double?
    /// Share of the averages that stays in each step. Keras: `renorm_momentum`.
    public var momentum: Double

    public init(rmin: Double? = nil, rmax: Double? = nil, dmax: Double? = nil, momentum: Double = 0.99) {
        self.rmin = rmin
        self.rmax = rmax
        self.dmax = dmax
        self.momentum = momentum
    }

    func check() throws {
        if let rmin, let rmax, rmax < rmin {
            throw MyelinError(.argument, "renorm: expected rmax of at least rmin, got \(rmax) and \(rmin)")
        }
        if let dmax, dmax < 0 { throw MyelinError(.argument, "renorm: expected dmax of at least 0, got \(dmax)") }
    }

    /// The factor and the summand that make a batch's statistics those of the averages, as far as the limits allow. No
    /// gradient flows through them.
    func correction(
        mean: Tensor, deviation: Tensor, averageMean: Tensor, averageDeviation: Tensor, epsilon: Double
    ) -> (r: Tensor, d: Tensor) {
        let divisor = maximum(averageDeviation, Tensor(epsilon.squareRoot(), mean.dtype))
        var r = deviation / divisor, d = (mean - averageMean) / divisor
        if let rmin { r = maximum(r, Tensor(rmin, r.dtype)) }
        if let rmax { r = minimum(r, Tensor(rmax, r.dtype)) }
        if let dmax { d = minimum(maximum(d, Tensor(-dmax, d.dtype)), Tensor(dmax, d.dtype)) }
        return (r.stoppingGradient(), d.stoppingGradient())
    }

    var clipping: ConfigValue {
        let limits = [("rmin", rmin), ("rmax", rmax), ("dmax", dmax)].compactMap { key, value in
            value.map { (key, ConfigValue.double($0)) }
        }
        return .object(ConfigObject(uniqueKeysWithValues: limits))
    }

    init(config: Config) throws {
        var limits = Config([:], owner: "\(config.owner): renorm_clipping")
        if case .object(let values)? = config.values["renorm_clipping"] { limits.values = values }
        if let odd = limits.values.keys.sorted().first(where: { !["rmin", "rmax", "dmax"].contains($0) }) {
            throw MyelinError(.file, "\(limits.owner): expected rmin, rmax and dmax, got '\(odd)'")
        }
        self.init(
            rmin: try limits.optionalDouble("rmin"), rmax: try limits.optionalDouble("rmax"),
            dmax: try limits.optionalDouble("dmax"), momentum: try config.double("renorm_momentum", default: 0.99))
    }
}

/// The square root of what another initializer gives: moving standard deviations begin as the variances do.
struct SquareRootInitializer: Initializer {
    static let className = "SquareRootInitializer"
    let variance: any Initializer

    init(_ variance: any Initializer) { self.variance = variance }
    init(config: Config) throws {
        throw MyelinError(.unknownName, "\(config.owner): cannot be made from a file")
    }

    func callAsFunction(_ shape: Shape, dtype: DType, key: Tensor) -> Tensor {
        sqrt(variance(shape, dtype: dtype, key: key))
    }
}
