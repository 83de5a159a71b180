import MyelinCore
import TestSupport
import Testing

struct EinsumTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let equation: String
        let shapes: [Shape]
        var testDescription: String { equation }

        init(_ equation: String, _ shapes: Shape...) {
            self.equation = equation
            self.shapes = shapes
        }
    }

    static let cases = [
        Case("ij,jk->ik", [2, 3], [3, 4]), Case("ij,jk->ki", [2, 3], [3, 4]), Case("ij,jk", [2, 3], [3, 4]),
        Case("ba,bc", [2, 3], [2, 4]), Case("bqhd,bkhd->bhqk", [2, 3, 2, 4], [2, 5, 2, 4]),
        Case("bhqk,bkhd->bqhd", [2, 2, 3, 5], [2, 5, 2, 4]), Case("aecd,abcd->acbe", [2, 3, 2, 4], [2, 5, 2, 4]),
        Case("abc,cde->abde", [2, 3, 4], [4, 2, 3]), Case("abde,dec->abc", [2, 2, 3, 4], [3, 4, 5]),
        Case("...x,xy->...y", [2, 3, 4], [4, 5]), Case("...x,xy->...y", [4], [4, 5]),
        Case("...ij,...jk->...ik", [3, 2, 4], [4, 5]), Case("...ij,...jk->...ik", [3, 1, 2, 4], [2, 4, 5]),
        Case("ab...,bc->ac...", [2, 3, 4, 5], [3, 6]), Case("ij,ij->ij", [2, 3], [2, 3]),
        Case("i,j->ij", [2], [3]), Case("ij,j->", [2, 3], [3]), Case("ij->ji", [2, 3]), Case("ij->j", [2, 3]),
        Case("ii->i", [3, 3]), Case("ii", [3, 3]), Case("iij,jk->ik", [2, 2, 3], [3, 4]),
        Case("ij,jk,kl->il", [2, 3], [3, 4], [4, 2]), Case("ij,kj->ik", [2, 1], [4, 3]), Case("i,i->", [4], [4]),
        Case(" i j , j k -> i k ", [2, 3], [3, 4]), Case("ab,cd->ac", [2, 3], [4, 5]),
    ]

    /// By walking all indices.
    private func expected(_ test: Case, _ inputs: [[Double]]) -> (values: [Double], shape: [Int]) {
        let equation = test.equation.filter { $0 != " " }
        let sides = equation.split(separator: ">", omittingEmptySubsequences: false)
        var terms = sides[0].filter { $0 != "-" }.split(separator: ",").map(Array.init)
        var output = sides.count == 2 ? Array(sides[1]) : []
        // Dots as the letters V to Z, from the right.
        let most = zip(terms, test.shapes).map { $0.contains(".") ? $1.rank - $0.count + 3 : 0 }.max()!
        func spread(_ term: [Character], _ count: Int) -> [Character] {
            guard let place = term.firstIndex(of: ".") else { return term }
            return Array(term[..<place]) + Array("VWXYZ").suffix(count) + Array(term[(place + 3)...])
        }
        terms = zip(terms, test.shapes).map { spread($0, $1.rank - $0.count + 3) }
        if sides.count == 1 {
            let all = terms.flatMap { $0 }
            output = Set(all).filter { letter in all.filter { $0 == letter }.count == 1 }.sorted()
        }
        output = spread(output, most)
        var sizes: [Character: Int] = [:]
        for (term, shape) in zip(terms, test.shapes) {
            for (letter, size) in zip(term, shape.sizes) { sizes[letter] = max(sizes[letter] ?? 1, size) }
        }
        let letters = output + Set(terms.flatMap { $0 }).subtracting(output).sorted()
        let shape = output.map { sizes[$0]! }
        var result = [Double](repeating: 0, count: shape.reduce(1, *))
        for number in 0..<letters.reduce(1, { $0 * sizes[$1]! }) {
            var rest = number
            var index: [Character: Int] = [:]
            for letter in letters.reversed() {
                index[letter] = rest % sizes[letter]!
                rest /= sizes[letter]!
            }
            let product = zip(terms, zip(test.shapes, inputs)).reduce(1.0) { product, operand in
                let (term, (shape, values)) = operand
                let place = zip(term, shape.sizes).reduce(0) { $0 * $1.1 + ($1.1 == 1 ? 0 : index[$1.0]!) }
                return product * values[place]
            }
            result[output.reduce(0) { $0 * sizes[$1]! + index[$1]! }] += product
        }
        return (result, shape)
    }

    @Test(arguments: cases)
    func sumsProducts(_ test: Case) throws {
        let inputs = test.shapes.enumerated().map { CaseArray.spread($1, seed: 3 + 7 * $0) }
        let (values, shape) = expected(test, inputs.map(\.values))
        for float in [DType.float64, .float32] {
            let result = einsum(test.equation, inputs.map { $0.tensor(float: float) })
            let tolerance = float == .float64 ? 1e-12 : 1e-5
            #expect(result.shape == Shape(shape))
            #expect(
                mismatch(try result.scalars(Double.self), values, shape: Shape(shape), rtol: tolerance, atol: tolerance)
                    == nil)
        }
        #expect(try gradientMismatch(of: { [einsum(test.equation, $0)] }, at: inputs) == nil)
    }

    @Test func wrongEquationsAreErrors() throws {
        let a = Tensor.zeros([2, 3]), b = Tensor.zeros([3, 4])
        func text(_ equation: String, _ operands: Tensor...) -> String {
            einsum(equation, operands).error?.message ?? ""
        }
        #expect(text("ij,jk->ik", a).contains("expected 2 operands, got 1"))
        #expect(text("ijk,jk->ik", a, b).contains("\"ijk\" does not fit an operand with 2 axes"))
        #expect(text("ij,ik->jk", a, b).contains("an axis has the sizes 2 and 3"))
        #expect(text("ij,jk->iz", a, b).contains("no operand has the axis 'z'"))
        #expect(text("ij,jk->ii", a, b).contains("each letter of the result once"))
        #expect(text("i.j,jk->ik", a, b).contains("three of them"))
        #expect(text("i1,jk->ik", a, b).contains("nothing else"))
        #expect(text("ij->jk->ik", a, b).contains("one arrow"))
    }
}
