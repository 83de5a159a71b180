import MyelinCore

/// Shows images from random directions: moves their corners. Keras: `RandomPerspective`.
public final class RandomPerspective: ImageAugmentation {
    public let factor: RandomFactor
    public let scale: Double
    public let interpolation: Interpolation
    public let fillValue: Double

    /// - Parameters:
    ///   - factor: the probability, drawn for each image; one number stands for 0 to x.
    ///   - scale: how far corners move, from 0 to 1: by up to half of their coordinates times this.
    ///   - interpolation: `.nearest` or `.bilinear`.
    ///   - fillValue: what stands outside of the image.
    public init(
        _ factor: RandomFactor = 1, scale: Double = 1, interpolation: Interpolation = .bilinear, fillValue: Double = 0,
        seed: Int? = nil, dataFormat: DataFormat = .channelsLast, name: String? = nil
    ) {
        self.factor = factor
        self.scale = scale
        self.interpolation = interpolation
        self.fillValue = fillValue
        super.init(seed: seed, dataFormat: dataFormat, name: name)
    }

    override func check() throws {
        _ = try factor.limits(in: 0...1)
        guard (0...1).contains(scale) else {
            throw MyelinError(.argument, "scale: expected a number from 0 to 1, got \(scale)")
        }
        guard interpolation == .nearest || interpolation == .bilinear else {
            throw MyelinError(.argument, "interpolation: expected nearest or bilinear, got \(interpolation.rawValue)")
        }
    }

    override func augmented(_ x: Tensor, _ draws: ImageDraws) throws -> Tensor {
        let meant = draws.chance(try factor.limits(in: 0...1))
        let moves = draws.uniform([draws.batch, 8], -0.5 * scale, 0.5 * scale).cast(to: .float32)
        let right = Float(x.shape[2] - 1), bottom = Float(x.shape[1] - 1)
        let corners: [Float] = [0, 0, right, 0, 0, bottom, right, bottom]
        let function = HostFunction("homography") {
            ($0[0].shape, .float32)
        } body: { inputs, output in
            let moves = inputs[0].elements(as: Float.self), result = output.elements(as: Float.self)
            for start in Swift.stride(from: 0, to: moves.count, by: 8) {
                let moved = corners.indices.map { corners[$0] + corners[$0] * moves[start + $0] }
                for (index, value) in homography(from: moved, to: corners).enumerated() {
                    result[start + index] = value
                }
            }
        }
        let turned = projectiveTransform(
            x, function(moves), interpolation: interpolation, fillMode: .constant, fillValue: fillValue)
        return draws.choose(meant, turned, x)
    }

    public override var config: ConfigObject {
        super.config.merging([
            "factor": factor.serialized, "scale": .double(scale), "interpolation": .string(interpolation.rawValue),
            "fill_value": .double(fillValue),
        ]) { $1 }
    }

    init(config: Config) throws {
        factor = try config.factor(default: 1)
        scale = try config.double("scale", default: 1)
        interpolation = try config.choice("interpolation", default: .bilinear)
        fillValue = try config.double("fill_value", default: 0)
        super.init(
            seed: config.seed(), dataFormat: try config.dataFormat(), name: try config.string("name"))
    }
}

/// The coefficients of the projective map that takes four points (x, y) to four others.
///
/// Four points of which three lie on a line have none; then elements stay where they are.
func homography(from source: [Float], to target: [Float]) -> [Float] {
    var rows: [[Double]] = []
    for point in 0..<4 {
        let x = Double(source[2 * point]), y = Double(source[2 * point + 1])
        let u = Double(target[2 * point]), v = Double(target[2 * point + 1])
        rows.append([x, y, 1, 0, 0, 0, -u * x, -u * y, u])
        rows.append([0, 0, 0, x, y, 1, -v * x, -v * y, v])
    }
    // Gauss and Jordan, with the largest pivot.
    for column in 0..<8 {
        let pivot = (column..<8).max { Swift.abs(rows[$0][column]) < Swift.abs(rows[$1][column]) }!
        guard Swift.abs(rows[pivot][column]) > 1e-12 else { return [1, 0, 0, 0, 1, 0, 0, 0] }
        rows.swapAt(column, pivot)
        for row in 0..<8 where row != column {
            let factor = rows[row][column] / rows[column][column]
            for place in column..<9 { rows[row][place] -= factor * rows[column][place] }
        }
    }
    return (0..<8).map { Float(rows[$0][8] / rows[$0][$0]) }
}
