/// The losses over the epochs. Of a long run every second point is let go of, again and again.
package struct LossCurve: Sendable, Encodable {
    package static let capacity = 400

    package struct Point: Sendable, Hashable, Encodable {
        package let epoch: Int
        package let train: Float
        package let test: Float

        package func encode(to encoder: any Encoder) throws {
            var container = encoder.unkeyedContainer()
            try container.encode(epoch)
            try container.encode(train)
            try container.encode(test)
        }
    }

    package private(set) var points: [Point] = []
    /// Epochs from one point to the next, at least.
    private var step = 1

    package mutating func append(_ point: Point) {
        if let last = points.last, point.epoch < last.epoch + step { return }
        points.append(point)
        if points.count == Self.capacity {
            points = points.enumerated().filter { $0.offset.isMultiple(of: 2) }.map(\.element)
            step = max(1, point.epoch * 2 / Self.capacity)
        }
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(points)
    }
}
