import MyelinCore

/// A random matrix whose columns (or rows, if there are fewer) are orthogonal and of norm `gain` (Saxe et al. 2013).
/// All axes but the last are taken for rows. Keras: `Orthogonal`.
public struct Orthogonal: RandomInitializer {
    public static let className = "Orthogonal"
    public static let aliases = ["OrthogonalInitializer"]
    public let gain: Double
    public let seed: Int?

    public init(gain: Double = 1, seed: Int? = nil) {
        self.gain = gain
        self.seed = seed
    }

    public init(config: Config) throws {
        self.init(gain: try config.double("gain", default: 1), seed: config.seed())
    }

    public var config: ConfigObject { ["gain": .double(gain), "seed": ConfigValue(seed)] }

    public func callAsFunction(_ shape: Shape, dtype: DType, key: Tensor) -> Tensor {
        guard shape.rank >= 2 else {
            let error = MyelinError(
                .shape, "\(Self.className): expected a weight of rank 2 or more, got shape \(shape)")
            return .invalid(TensorType(shape, dtype), error)
        }
        let rows = shape.sizes.dropLast().reduce(1, *), columns = shape[shape.rank - 1]
        let count = min(rows, columns), length = max(rows, columns)
        let normal = Tensor.randomNormal([count, length], key: self.key(or: key), counter: Tensor(0, .int64))
        do {
            var vectors = try normal.scalars(Float.self)
            orthonormalize(&vectors, count: count, length: length)
            let matrix = Tensor(vectors, shape: [count, length])
            return ((rows < columns ? matrix : matrix.transposed()).reshaped(to: shape) * gain).cast(to: dtype)
        } catch {
            return .invalid(TensorType(shape, dtype), error as? MyelinError ?? MyelinError(.argument, "\(error)"))
        }
    }
}

/// Makes rows orthonormal by the method of Gram and Schmidt, each done twice against rounding. It is the same as a QR
/// decomposition whose R has a positive diagonal, which makes all directions equally probable.
private func orthonormalize(_ rows: inout [Float], count: Int, length: Int) {
    rows.withUnsafeMutableBufferPointer { rows in
        func dot(_ i: Int, _ j: Int) -> Float {
            var sums = SIMD8<Float>()
            let whole = length / 8 * 8
            for place in stride(from: 0, to: whole, by: 8) {
                let a = UnsafeRawPointer(rows.baseAddress! + i * length + place).loadUnaligned(as: SIMD8<Float>.self)
                let b = UnsafeRawPointer(rows.baseAddress! + j * length + place).loadUnaligned(as: SIMD8<Float>.self)
                sums += a * b
            }
            return (whole..<length).reduce(sums.sum()) { $0 + rows[i * length + $1] * rows[j * length + $1] }
        }
        for i in 0..<count {
            for _ in 0..<2 {
                for j in 0..<i {
                    let share = dot(i, j)
                    for place in 0..<length { rows[i * length + place] -= share * rows[j * length + place] }
                }
                let scale = 1 / max(dot(i, i).squareRoot(), .leastNormalMagnitude)
                for place in 0..<length { rows[i * length + place] *= scale }
            }
        }
    }
}

extension Initializer where Self == Orthogonal {
    /// A random matrix with orthogonal columns or rows.
    public static var orthogonal: Self { Self() }
    /// A random matrix with orthogonal columns or rows of norm `gain`.
    public static func orthogonal(gain: Double, seed: Int? = nil) -> Self { Self(gain: gain, seed: seed) }
}
