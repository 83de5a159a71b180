import Myelin
import MyelinData

/// The points of an experiment, divided.
package struct ExperimentData: Sendable {
    package let training: [DataPoint]
    package let test: [DataPoint]
    /// What the axes and the two colours stand for.
    package let names: AxisNames

    package struct AxisNames: Encodable, Sendable {
        package var x = "X₁"
        package var y = "X₂"
        package var negative = "−1"
        package var positive = "1"
        /// What the ends of the axes stand for.
        package var xRange: [Double] = [-6, 6]
        package var yRange: [Double] = [-6, 6]
        /// Rows of a table that lack one of the three fields.
        package var omittedRows = 0
    }

    /// - Parameter table: one's own data, if there are any.
    package init(_ settings: Settings, table: CSVTable?) throws {
        var points: [DataPoint]
        if settings.dataName == DataSet.csv {
            guard let table else {
                throw MyelinError(.data, "the link uses a CSV file, which no link can carry: choose the file again")
            }
            (points, names) = try table.points(settings)
            var random = RandomStream(seed: UInt64(settings.dataSeed), stream: 2)
            points.shuffle(&random)
        } else {
            points = try DataSet.points(
                settings.dataName, problem: settings.problem, noise: settings.noise, seed: settings.dataSeed)
            names = AxisNames()
        }
        let boundary = min(max(points.count * settings.trainShare / 100, 1), points.count - 1)
        training = Array(points[..<boundary])
        test = Array(points[boundary...])
    }
}
