import Foundation
import Myelin
import MyelinData

/// A point of the plane and what the network is to say of it: -1 (orange) or 1 (blue), or a number between them.
package struct DataPoint: Hashable, Sendable {
    package var x: Float
    package var y: Float
    package var label: Float

    package init(x: Float, y: Float, label: Float) {
        self.x = x
        self.y = y
        self.label = label
    }
}

/// The points that the playground draws by itself. They lie between -6 and 6.
package struct DataSet: Sendable {
    /// The plane goes from minus this to this, on both axes.
    package static let extent: Float = 6
    package static let pointCount = 500
    /// The name of one's own data.
    package static let csv = "csv"

    package let name: String
    package let label: String
    package let problem: Settings.Problem
    /// Point number `index` of `count`, with its noise, a share of 1.
    package let point: @Sendable (_ index: Int, _ count: Int, _ noise: Float, inout RandomStream) -> DataPoint

    package static func choices(_ problem: Settings.Problem) -> [Setting.Choice] {
        all.filter { $0.problem == problem }.map { .init(value: $0.name, label: $0.label) }
            + [.init(value: csv, label: "Your CSV")]
    }

    /// All points of a data set, those of training and of testing mixed.
    package static func points(_ name: String, problem: Settings.Problem, noise: Int, seed: Int) throws -> [DataPoint] {
        guard let set = all.first(where: { $0.name == name && $0.problem == problem }) else {
            throw MyelinError(.unknownName, "there is no data set '\(name)'")
        }
        var random = RandomStream(seed: UInt64(seed), stream: 1)
        var points = (0..<pointCount).map { set.point($0, pointCount, Float(noise) / 100, &random) }
        points.shuffle(&random)
        return points
    }

    package static let all: [DataSet] = [
        DataSet(name: "circle", label: "Circle", problem: .classification) { index, _, noise, random in
            let isInner = index % 2 == 0
            let radius = isInner ? random.nextUniform(0, 2.5) : random.nextUniform(3.5, 5)
            let angle = random.nextUniform(0, 2 * .pi)
            let (x, y) = (radius * cos(angle), radius * sin(angle))
            // Noise moves the point before it gets its colour, so that the colours mix at the border.
            let (dx, dy) = (random.nextUniform(-5, 5) * noise, random.nextUniform(-5, 5) * noise)
            return DataPoint(x: x, y: y, label: hypot(x + dx, y + dy) < 2.5 ? 1 : -1)
        },
        DataSet(name: "xor", label: "XOR", problem: .classification) { _, _, noise, random in
            func coordinate() -> Float {
                let value = random.nextUniform(-5, 5)
                return value + (value > 0 ? 0.3 : -0.3)
            }
            let (x, y) = (coordinate(), coordinate())
            let (dx, dy) = (random.nextUniform(-5, 5) * noise, random.nextUniform(-5, 5) * noise)
            return DataPoint(x: x, y: y, label: (x + dx) * (y + dy) >= 0 ? 1 : -1)
        },
        DataSet(name: "gauss", label: "Gaussian", problem: .classification) { index, _, noise, random in
            let label: Float = index % 2 == 0 ? 1 : -1
            let deviation = 0.7 + 3.5 * noise
            return DataPoint(
                x: 2 * label + random.nextNormal() * deviation, y: 2 * label + random.nextNormal() * deviation,
                label: label)
        },
        DataSet(name: "spiral", label: "Spiral", problem: .classification) { index, count, noise, random in
            let label: Float = index % 2 == 0 ? 1 : -1
            let share = Float(index / 2) / Float(count / 2)
            let angle = 1.75 * share * 2 * .pi + (label > 0 ? 0 : .pi)
            return DataPoint(
                x: 5 * share * sin(angle) + random.nextUniform(-1, 1) * noise,
                y: 5 * share * cos(angle) + random.nextUniform(-1, 1) * noise, label: label)
        },
        DataSet(name: "plane", label: "Plane", problem: .regression) { _, _, noise, random in
            let (x, y) = (random.nextUniform(-6, 6), random.nextUniform(-6, 6))
            let (dx, dy) = (random.nextUniform(-6, 6) * noise, random.nextUniform(-6, 6) * noise)
            return DataPoint(x: x, y: y, label: (x + dx + y + dy) / 12).limited
        },
        DataSet(name: "multigauss", label: "Multi-Gaussian", problem: .regression) { _, _, noise, random in
            let (x, y) = (random.nextUniform(-6, 6), random.nextUniform(-6, 6))
            let (dx, dy) = (random.nextUniform(-6, 6) * noise, random.nextUniform(-6, 6) * noise)
            // Hills and valleys in two rows; where two meet, the stronger one counts.
            let label = bumps.reduce(Float(0)) { strongest, bump in
                let height = bump.sign * max(0, 1 - hypot(x + dx - bump.x, y + dy - bump.y) / 2)
                return abs(height) > abs(strongest) ? height : strongest
            }
            return DataPoint(x: x, y: y, label: label)
        },
    ]

    private static let bumps: [(x: Float, y: Float, sign: Float)] = [
        (-4, 2.5, 1), (0, 2.5, -1), (4, 2.5, 1), (-4, -2.5, -1), (0, -2.5, 1), (4, -2.5, -1),
    ]
}

extension DataPoint {
    /// Its label between -1 and 1.
    fileprivate var limited: DataPoint { DataPoint(x: x, y: y, label: min(max(label, -1), 1)) }
}

extension RandomStream {
    /// A number of the standard normal distribution, by the transform of Box and Muller.
    fileprivate mutating func nextNormal() -> Float {
        let radius = (-2 * log(1 - nextUniform())).squareRoot()
        return radius * cos(2 * .pi * nextUniform())
    }
}

extension Array {
    /// Every order is equally likely (Fisher and Yates).
    package mutating func shuffle(_ random: inout RandomStream) {
        for place in indices.reversed() where place > 0 { swapAt(place, random.next(below: place + 1)) }
    }
}
