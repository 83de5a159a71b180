/// Sums of products by Einstein's convention, as NumPy's `einsum`: each axis has a letter, axes of one letter are walked
/// together, and letters that the result does not name are summed over.
///
///     einsum("ij,jk->ik", a, b)            // the product of matrices
///     einsum("bqhd,bkhd->bhqk", q, k)      // the scores of attention with several heads
///     einsum("...x,xy->...y", x, kernel)   // the dots stand for any further axes
///
/// Without an arrow the result has the letters that occur once, in alphabetical order. Axes of size 1 are repeated. Two
/// operands at a time become one product of (batches of) matrices.
public func einsum(_ equation: String, _ operands: Tensor...) -> Tensor { einsum(equation, operands) }

/// Sums of products by Einstein's convention, of any number of operands.
public func einsum(_ equation: String, _ operands: [Tensor]) -> Tensor {
    do {
        for operand in operands { if let error = operand.error { throw error } }
        let parsed = try EinsumEquation(equation, ranks: operands.map(\.rank))
        return try EinsumContraction(parsed, operands).result()
    } catch {
        let reason = error as? MyelinError ?? MyelinError(.argument, "\(error)")
        let message = "einsum \"\(equation)\" of \(operands.map { "\($0.shape)" }.joined(separator: " and ")): "
        return .invalid(
            operands.first?.type ?? TensorType([], .float32),
            operands.lazy.compactMap(\.error).first ?? MyelinError(reason.kind, message + reason.message))
    }
}

/// An equation with the letters of every axis written out: those that dots stand for become letters of their own.
struct EinsumEquation {
    typealias Label = Character
    var inputs: [[Label]] = []
    var output: [Label] = []

    init(_ equation: String, ranks: [Int]) throws {
        let sides = equation.filter { $0 != " " }.split(separator: ">", omittingEmptySubsequences: false)
        guard sides.count == 1 || sides.count == 2 && sides[0].hasSuffix("-") else { throw Self.wrong("one arrow") }
        let left = sides.count == 2 ? String(sides[0].dropLast()) : String(sides[0])
        let terms = left.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
        guard terms.count == ranks.count, !ranks.isEmpty else {
            throw MyelinError(.argument, "expected \(terms.count) operands, got \(ranks.count)")
        }
        var dotted = 0
        for (term, rank) in zip(terms, ranks) {
            let (before, after, hasDots) = try Self.parts(term)
            let further = rank - before.count - after.count
            guard hasDots ? further >= 0 : further == 0 else {
                throw MyelinError(.shape, "\"\(term)\" does not fit an operand with \(rank) axes")
            }
            dotted = Swift.max(dotted, further)
            // Right-aligned, as broadcasting goes.
            inputs.append(before + (0..<further).map { Self.label(further - 1 - $0) } + after)
        }
        if sides.count == 2 {
            let (before, after, hasDots) = try Self.parts(String(sides[1]))
            output = before + (hasDots ? (0..<dotted).map { Self.label(dotted - 1 - $0) } : []) + after
        } else {
            let all = inputs.flatMap { $0 }
            let once = Set(all).filter { label in label.isLetter && all.filter { $0 == label }.count == 1 }
            output = (0..<dotted).map { Self.label(dotted - 1 - $0) } + once.sorted()
        }
        guard Set(output).count == output.count else { throw Self.wrong("each letter of the result once") }
        let known = Set(inputs.flatMap { $0 })
        if let odd = output.first(where: { !known.contains($0) }) {
            throw MyelinError(.argument, "no operand has the axis '\(odd)' of the result")
        }
    }

    /// The letter of the axis that lies `place` from the end of those that dots stand for.
    private static func label(_ place: Int) -> Label { Character(Unicode.Scalar(UInt32(0xE000 + place))!) }

    private static func wrong(_ expected: String) -> MyelinError {
        MyelinError(.argument, "expected letters, commas, dots (...) and \(expected)")
    }

    /// The letters before and after the dots.
    private static func parts(_ term: String) throws -> (before: [Label], after: [Label], hasDots: Bool) {
        var before: [Label] = [], after: [Label] = []
        var dots = 0
        for letter in term {
            if letter == "." {
                guard dots == 0 || dots < 3 && after.isEmpty else { throw wrong("at most one ... for each operand") }
                dots += 1
            } else {
                guard letter.isASCII, letter.isLetter else { throw wrong("nothing else") }
                guard dots % 3 == 0 else { throw wrong("three of them") }
                if dots == 0 { before.append(letter) } else { after.append(letter) }
            }
        }
        guard dots % 3 == 0 else { throw wrong("three of them") }
        return (before, after, dots == 3)
    }
}

/// Multiplies operands two by two, and sums over what is needed no more.
private struct EinsumContraction {
    typealias Label = EinsumEquation.Label
    struct Term {
        var labels: [Label]
        var tensor: Tensor

        func size(_ label: Label) -> Int { tensor.shape[labels.firstIndex(of: label)!] }

        /// With its axes in another order; some may be missing, and are then of size 1.
        func ordered(_ order: [Label]) -> Tensor {
            let present = order.filter(labels.contains)
            let moved = tensor.transposed(present.map { labels.firstIndex(of: $0)! })
            return moved.reshaped(to: Shape(order.map { labels.contains($0) ? size($0) : 1 }))
        }

        /// The sum over axes.
        func summed(over gone: [Label]) -> Term {
            if gone.isEmpty { return self }
            return Term(
                labels: labels.filter { !gone.contains($0) },
                tensor: tensor.sum(axes: gone.map { labels.firstIndex(of: $0)! }))
        }

        /// With each label once: of repeated ones the diagonal.
        func diagonal() -> Term {
            guard let label = labels.first(where: { label in labels.filter { $0 == label }.count > 1 }) else {
                return self
            }
            let first = labels.firstIndex(of: label)!, second = labels[(first + 1)...].firstIndex(of: label)!
            var shape = [Int](repeating: 1, count: labels.count)
            shape[first] = tensor.shape[first]
            shape[second] = tensor.shape[second]
            let identity = Tensor.identity(tensor.shape[first], dtype: tensor.dtype).reshaped(to: Shape(shape))
            var rest = labels
            rest.remove(at: second)
            return Term(labels: rest, tensor: (tensor * identity).sum(axes: [second])).diagonal()
        }
    }

    private var terms: [Term]
    private let output: [Label]

    init(_ equation: EinsumEquation, _ operands: [Tensor]) throws {
        output = equation.output
        let dtype = operands.reduce(DType.float32) { DType.promoted($0, $1.dtype) }
        var sizes: [Label: Int] = [:]
        for (labels, operand) in zip(equation.inputs, operands) {
            for (label, size) in zip(labels, operand.shape.sizes) {
                let known = sizes[label, default: 1]
                guard known == size || known == 1 || size == 1 else {
                    throw MyelinError(.shape, "an axis has the sizes \(known) and \(size)")
                }
                sizes[label] = known == 1 ? size : known
            }
        }
        terms = zip(equation.inputs, operands).map { labels, operand in
            // An axis that is repeated for others is none.
            let kept = labels.indices.filter { operand.shape[$0] == sizes[labels[$0]] }
            let shape = Shape(kept.map { operand.shape[$0] })
            return Term(labels: kept.map { labels[$0] }, tensor: operand.cast(to: dtype).reshaped(to: shape)).diagonal()
        }
    }

    func result() -> Tensor {
        var term = terms[0]
        for index in terms.indices.dropFirst() {
            let later = Set(terms[(index + 1)...].flatMap(\.labels)).union(output)
            term = product(term, terms[index], needed: later)
        }
        return term.summed(over: term.labels.filter { !output.contains($0) }).ordered(output)
    }

    private func product(_ first: Term, _ second: Term, needed: Set<Label>) -> Term {
        var a = first.summed(over: first.labels.filter { !needed.contains($0) && !second.labels.contains($0) })
        var b = second.summed(over: second.labels.filter { !needed.contains($0) && !first.labels.contains($0) })
        let shared = a.labels.filter(b.labels.contains)
        let batch = shared.filter(needed.contains), summed = shared.filter { !needed.contains($0) }
        // What comes first in the result is the rows.
        func place(_ term: Term) -> Int {
            term.labels.filter { !shared.contains($0) }.compactMap { output.firstIndex(of: $0) }.min() ?? 0
        }
        if place(b) < place(a) { swap(&a, &b) }
        let rows = a.labels.filter { !shared.contains($0) }, columns = b.labels.filter { !shared.contains($0) }
        let labels = batch + rows + columns
        guard !summed.isEmpty else { return Term(labels: labels, tensor: a.ordered(labels) * b.ordered(labels)) }
        let leading = batch.map(a.size)
        func count(_ term: Term, _ labels: [Label]) -> Int { labels.reduce(1) { $0 * term.size($1) } }
        let left = a.ordered(batch + rows + summed)
            .reshaped(to: Shape(leading + [count(a, rows), count(a, summed)]))
        let right = b.ordered(batch + summed + columns)
            .reshaped(to: Shape(leading + [count(b, summed), count(b, columns)]))
        let product = Tensor.record(MatMul(), left, right)
        return Term(
            labels: labels, tensor: product.reshaped(to: Shape(leading + rows.map(a.size) + columns.map(b.size))))
    }
}
