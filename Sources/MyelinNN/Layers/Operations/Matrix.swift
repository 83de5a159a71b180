import Foundation
import MyelinCore

/// A small matrix in Swift code, for operations that have no kernel.
struct Matrix: Sendable {
    let rows: Int
    let columns: Int
    /// Row by row.
    private(set) var values: [Double]

    init(_ rows: Int, _ columns: Int, _ values: [Double]) {
        (self.rows, self.columns, self.values) = (rows, columns, values)
    }

    private init(_ rows: Int, _ columns: Int, _ value: (Int, Int) -> Double) {
        self.init(rows, columns, (0..<rows).flatMap { row in (0..<columns).map { value(row, $0) } })
    }

    private subscript(row: Int, column: Int) -> Double {
        get { values[row * columns + column] }
        set { values[row * columns + column] = newValue }
    }

    /// The identity of as many rows.
    var identity: Matrix { Matrix(rows, rows) { $0 == $1 ? 1 : 0 } }
    func firstColumns(_ count: Int) -> Matrix { Matrix(rows, count) { self[$0, $1] } }
    func lastColumns(_ count: Int) -> Matrix { Matrix(rows, count) { self[$0, columns - count + $1] } }
    func firstRows(_ count: Int) -> Matrix { Matrix(count, columns) { self[$0, $1] } }
    /// With zeros on one side of the diagonal.
    func triangle(lower: Bool) -> Matrix { Matrix(rows, columns) { (lower ? $1 <= $0 : $1 >= $0) ? self[$0, $1] : 0 } }

    private mutating func swapRows(_ a: Int, _ b: Int) {
        guard a != b else { return }
        for column in 0..<columns { (self[a, column], self[b, column]) = (self[b, column], self[a, column]) }
    }

    /// Adds a multiple of a row to another.
    private mutating func add(_ factor: Double, of source: Int, to row: Int) {
        for column in 0..<columns { self[row, column] += factor * self[source, column] }
    }

    /// Brings the largest element of a column to the diagonal; returns whether rows changed places, nil where all are zero.
    private mutating func pivot(_ column: Int, with other: inout Matrix) -> Bool? {
        let best = (column..<rows).max { abs(self[$0, column]) < abs(self[$1, column]) }!
        guard self[best, column] != 0 else { return nil }
        swapRows(column, best)
        other.swapRows(column, best)
        return best != column
    }

    /// `x` with `self · x = right`, by Gauss and Jordan.
    func solved(_ right: Matrix) throws -> Matrix {
        var a = self, x = right
        for column in 0..<rows {
            guard a.pivot(column, with: &x) != nil else {
                throw MyelinError(.argument, "a matrix of shape \(Shape([rows, columns])) is singular")
            }
            let pivot = a[column, column]
            for row in 0..<rows where row != column && a[row, column] != 0 {
                let factor = -a[row, column] / pivot
                a.add(factor, of: column, to: row)
                x.add(factor, of: column, to: row)
            }
        }
        return Matrix(x.rows, x.columns) { x[$0, $1] / a[$0, $0] }
    }

    /// The determinant by its sign and the logarithm of its magnitude.
    var determinant: (sign: Double, logarithm: Double) {
        var a = self, none = Matrix(rows, 0, []), result = (sign: 1.0, logarithm: 0.0)
        for column in 0..<rows {
            guard let swapped = a.pivot(column, with: &none) else { return (0, -.infinity) }
            let pivot = a[column, column]
            result.sign *= (swapped ? -1 : 1) * (pivot < 0 ? -1 : 1)
            result.logarithm += log(abs(pivot))
            for row in column + 1..<rows { a.add(-a[row, column] / pivot, of: column, to: row) }
        }
        return result
    }

    /// The lower triangle whose product with its transpose is the matrix.
    var choleskyFactor: Matrix {
        get throws {
            var factor = Matrix(rows, rows) { _, _ in 0 }
            for row in 0..<rows {
                for column in 0...row {
                    let sum = (0..<column).reduce(self[row, column]) { $0 - factor[row, $1] * factor[column, $1] }
                    guard row != column || sum > 0 else {
                        throw MyelinError(.argument, "cholesky: a matrix is not positive definite")
                    }
                    factor[row, column] = row == column ? sum.squareRoot() : sum / factor[column, column]
                }
            }
            return factor
        }
    }

    /// An orthogonal matrix and an upper triangle whose product is the matrix, by Householder's reflections as LAPACK does
    /// them.
    var orthogonalFactors: (q: Matrix, r: Matrix) {
        var q = identity, r = self
        for column in 0..<min(rows, columns) {
            var mirror = (0..<rows).map { $0 < column ? 0 : r[$0, column] }
            let length = mirror.reduce(0) { $0 + $1 * $1 }.squareRoot()
            guard mirror[(column + 1)...].contains(where: { $0 != 0 }) else { continue }
            mirror[column] += mirror[column] < 0 ? -length : length
            let square = mirror.reduce(0) { $0 + $1 * $1 }
            for other in 0..<columns {
                let factor = 2 * (0..<rows).reduce(0) { $0 + mirror[$1] * r[$1, other] } / square
                for row in 0..<rows { r[row, other] -= factor * mirror[row] }
            }
            for row in 0..<rows {
                let factor = 2 * (0..<rows).reduce(0) { $0 + q[row, $1] * mirror[$1] } / square
                for other in 0..<rows { q[row, other] -= factor * mirror[other] }
            }
        }
        return (q, r)
    }
}
