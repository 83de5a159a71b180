import Glibc
import MyelinCore

/// The real or imaginary part of a windowed Fourier transform as the kernel of a 1-D convolution, of shape (frame
/// length, 1, frequencies). Keras: `STFT`.
public struct STFT: Initializer {
    /// Which part of the transform.
    public enum Side: String, Sendable, CaseIterable {
        /// Cosines.
        case real
        /// Sines.
        case imaginary = "imag"
    }

    /// What the window is divided by.
    public enum Scaling: String, Sendable, CaseIterable {
        /// The square root of the sum of its squares.
        case density
        /// The sum of its sizes.
        case spectrum
    }

    public static let className = "STFT"
    public static let aliases = ["STFTInitializer"]
    public let side: Side
    public let window: Window?
    public let scaling: Scaling?
    /// Whether the window is cut from a periodic one, rather than symmetric.
    public let isPeriodic: Bool

    /// - Parameters:
    ///   - side: which part of the transform.
    ///   - window: the weight of each sample; nil for none.
    ///   - scaling: what the window is divided by; nil for nothing.
    ///   - periodic: whether the window is cut from a periodic one, rather than symmetric.
    public init(
        side: Side = .real, window: Window? = .hann, scaling: Scaling? = .density, periodic: Bool = false
    ) {
        self.side = side
        self.window = window
        self.scaling = scaling
        isPeriodic = periodic
    }

    public init(config: Config) throws {
        // A null is a choice here.
        let values = config.values
        self.init(
            side: try config.choice("side", default: .real),
            window: try config.window(),
            scaling: values["scaling"] == .null ? nil : try config.choice("scaling", default: .density),
            periodic: try config.bool("periodic", default: false))
    }

    public var config: ConfigObject {
        [
            "side": .string(side.rawValue), "window": ConfigValue(window?.rawValue),
            "scaling": ConfigValue(scaling?.rawValue), "periodic": .bool(isPeriodic),
        ]
    }

    public func callAsFunction(_ shape: Shape, dtype: DType, key: Tensor) -> Tensor {
        guard shape.rank == 3, shape[1] == 1, shape[2] > 1 else {
            let error = MyelinError(
                .shape, "\(Self.className): expected a weight of shape (frame length, 1, frequencies), got \(shape)")
            return .invalid(TensorType(shape, dtype), error)
        }
        let length = shape[0], frequencies = shape[2], period = Double(2 * (frequencies - 1))
        let weights = weights(length)
        var values: [Double] = []
        for time in 0..<length {
            for frequency in 0..<frequencies {
                let angle = -2 * Double.pi * Double(time) * Double(frequency) / period
                values.append((side == .real ? cos(angle) : sin(angle)) * weights[time])
            }
        }
        return Tensor(values, shape: shape).cast(to: dtype)
    }

    private func weights(_ length: Int) -> [Double] {
        guard let window else { return [Double](repeating: 1, count: length) }
        let weights = window.weights(length, periodic: isPeriodic)
        switch scaling {
        case nil: return weights
        case .density:
            let norm = weights.reduce(0) { $0 + $1 * $1 }.squareRoot()
            return weights.map { $0 / norm }
        case .spectrum:
            let sum = weights.reduce(0) { $0 + abs($1) }
            return weights.map { $0 / sum }
        }
    }
}
