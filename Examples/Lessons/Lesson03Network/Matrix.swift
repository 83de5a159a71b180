/// Numbers in rows and columns.
package struct Matrix: Equatable, Sendable {
    package let rows: Int
    package let columns: Int
    /// Row after row.
    package var values: [Double]

    package init(rows: Int, columns: Int, values: [Double]) {
        self.rows = rows
        self.columns = columns
        self.values = values
    }

    package init(_ rows: [[Double]]) {
        self.init(rows: rows.count, columns: rows[0].count, values: Array(rows.joined()))
    }

    /// Each row of the first times each column of the second, multiplied number by number and added up.
    package static func * (a: Matrix, b: Matrix) -> Matrix {
        var product = Matrix(rows: a.rows, columns: b.columns, values: Array(repeating: 0, count: a.rows * b.columns))
        for row in 0..<a.rows {
            for inner in 0..<a.columns {
                let factor = a.values[row * a.columns + inner]
                for column in 0..<b.columns {
                    product.values[row * b.columns + column] += factor * b.values[inner * b.columns + column]
                }
            }
        }
        return product
    }

    /// Rows become columns.
    package var transposed: Matrix {
        var result = Matrix(rows: columns, columns: rows, values: values)
        for row in 0..<rows {
            for column in 0..<columns { result.values[column * rows + row] = values[row * columns + column] }
        }
        return result
    }

    /// A function of each number.
    package func map(_ function: (Double) -> Double) -> Matrix {
        Matrix(rows: rows, columns: columns, values: values.map(function))
    }

    /// A function of the numbers at each place of two matrices.
    package func zip(_ other: Matrix, _ function: (Double, Double) -> Double) -> Matrix {
        Matrix(rows: rows, columns: columns, values: Swift.zip(values, other.values).map(function))
    }

    /// A row added to each row.
    package func adding(row: [Double]) -> Matrix {
        var result = self
        for index in values.indices { result.values[index] += row[index % columns] }
        return result
    }

    /// The sum of each column.
    package var columnSums: [Double] {
        (0..<columns).map { column in (0..<rows).reduce(0) { $0 + values[$1 * columns + column] } }
    }
}
