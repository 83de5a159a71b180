import Foundation
import MyelinCore

extension OperationTable {
    /// Linear algebra of small matrices, one for each sample, in Swift code in Float64. It has no gradient.
    static let matrices: [Entry] = [
        Entry("Inv", ["x"]) { arguments in
            let x = try arguments.matrices(0, square: true), size = x.shape[x.rank - 1]
            return x.eachMatrix("inv", to: [size, size]) { try $0.solved($0.identity) }
        },
        Entry("Det", ["x"]) { try $0.determinants { $0.sign * exp($0.logarithm) } },
        Entry("Logdet", ["x"]) { try $0.determinants { $0.sign < 0 ? .nan : $0.logarithm } },
        Entry(several: "Slogdet", ["x"]) { arguments in
            [try arguments.determinants(\.sign), try arguments.determinants(\.logarithm)]
        },
        Entry("Cholesky", ["x"]) { arguments in
            let x = try arguments.matrices(0, square: true), size = x.shape[x.rank - 1]
            let lower = x.eachMatrix("cholesky", to: [size, size]) { try $0.choleskyFactor }
            return try arguments.flag("upper") ? lower.matrixTransposed() : lower
        },
        Entry("CholeskyInverse", ["x"]) { arguments in
            let given = try arguments.matrices(0, square: true), size = given.shape[given.rank - 1]
            let x = try arguments.flag("upper") ? given.matrixTransposed() : given
            return matmul(x, x.matrixTransposed()).eachMatrix("cholesky_inverse", to: [size, size]) {
                try $0.solved($0.identity)
            }
        },
        Entry("Solve", ["a", "b"]) { try $0.solutions { try $0.solved($1) } },
        Entry("SolveTriangular", ["a", "b"]) { arguments in
            let lower = try arguments.flag("lower")
            return try arguments.solutions { try $0.triangle(lower: lower).solved($1) }
        },
        Entry(several: "Qr", ["x"]) { arguments in
            let x = try arguments.matrices(0), rows = x.shape[x.rank - 2], columns = x.shape[x.rank - 1]
            let isComplete = try arguments.settings("mode").string("mode", default: "reduced") == "complete"
            let inner = isComplete ? rows : min(rows, columns)
            return [
                x.eachMatrix("qr_q", to: [rows, inner]) { $0.orthogonalFactors.q.firstColumns(inner) },
                x.eachMatrix("qr_r", to: [inner, columns]) { $0.orthogonalFactors.r.firstRows(inner) },
            ]
        },
    ]
}

extension OperationArguments {
    fileprivate func matrices(_ place: Int, square: Bool = false) throws -> Tensor {
        let x = try tensor(place).floating
        guard x.rank >= 2, !square || x.shape[x.rank - 1] == x.shape[x.rank - 2] else {
            throw MyelinError(.shape, "\(config.owner): expected \(square ? "square " : "")matrices, got \(x.shape)")
        }
        return x
    }

    fileprivate func determinants(
        _ body: @escaping @Sendable ((sign: Double, logarithm: Double)) -> Double
    ) throws -> Tensor {
        let x = try matrices(0, square: true)
        return x.eachMatrix("det", to: [1, 1]) { Matrix(1, 1, [body($0.determinant)]) }
            .reshaped(to: Shape(x.shape.sizes.dropLast(2)))
    }

    /// For each matrix of the first operand and right sides of the second, which are columns of a matrix or one vector.
    fileprivate func solutions(_ body: @escaping @Sendable (Matrix, Matrix) throws -> Matrix) throws -> Tensor {
        let a = try matrices(0, square: true), given = try tensor(1).floating
        let b = given.rank == a.rank - 1 ? given.expanded(at: given.rank) : given
        let size = a.shape[a.rank - 1], outer = a.shape.sizes.dropLast(2)
        guard b.rank == a.rank, b.shape.sizes.dropLast(2) == outer, b.shape[b.rank - 2] == size else {
            throw MyelinError(.shape, "solve: \(given.shape) has no right sides for \(a.shape)")
        }
        let columns = b.shape[b.rank - 1]
        return Tensor.concatenated([a, b], axis: a.rank - 1).eachMatrix("solve", to: [size, columns]) { both in
            try body(both.firstColumns(size), both.lastColumns(columns))
        }.reshaped(to: given.shape)
    }
}

extension Tensor {
    /// A function of each of the matrices on the last two axes.
    fileprivate func eachMatrix(
        _ name: String, to sizes: [Int], _ body: @escaping @Sendable (Matrix) throws -> Matrix
    ) -> Tensor {
        let rows = shape[rank - 2], columns = shape[rank - 1]
        let function = HostFunction(name) {
            (Shape($0[0].shape.sizes.dropLast(2) + sizes), .float64)
        } body: { inputs, output in
            let values = inputs[0].elements(as: Double.self), results = output.elements(as: Double.self)
            let step = rows * columns, length = sizes[0] * sizes[1]
            guard step > 0, length > 0 else { return }
            for number in 0..<values.count / step {
                let result = try body(Matrix(rows, columns, Array(values[number * step..<(number + 1) * step])))
                for place in 0..<length { results[number * length + place] = result.values[place] }
            }
        }
        return function(cast(to: .float64)).cast(to: dtype)
    }
}
