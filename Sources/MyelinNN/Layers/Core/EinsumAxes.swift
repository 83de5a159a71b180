import MyelinCore

/// The axes of an `EinsumDense` layer's input, kernel and output, and the weights' shapes that follow.
struct EinsumAxes {
    private let equation: String
    private(set) var input: [Character] = []
    private(set) var kernel: [Character] = []
    private(set) var output: [Character] = []
    /// Where dots stand for further axes.
    private enum Dots { case none, left, right }
    private var dots = Dots.none
    var hasDots: Bool { dots != .none }

    /// Of the forms `ab,bc->ac`, `...b,bc->...c` and `ab...,bc->ac...`.
    init(_ equation: String) throws {
        self.equation = equation
        let wrong = MyelinError(
            .argument, "equation '\(equation)': expected the form X,Y->Z, ...X,Y->...Z or X...,Y->Z...")
        let sides = equation.replacingArrow.split(separator: ">", omittingEmptySubsequences: false)
        guard sides.count == 2 else { throw wrong }
        let terms = sides[0].split(separator: ",", omittingEmptySubsequences: false)
        guard terms.count == 2 else { throw wrong }
        func letters(_ text: Substring) throws -> (letters: [Character], dots: Dots) {
            var (text, dots) = (text, Dots.none)
            if text.hasPrefix("...") {
                (text, dots) = (text.dropFirst(3), .left)
            } else if text.hasSuffix("...") {
                (text, dots) = (text.dropLast(3), .right)
            }
            guard !text.isEmpty, text.allSatisfy({ $0.isASCII && $0.isLetter }) else { throw wrong }
            return (Array(text), dots)
        }
        let (first, second, third) = (try letters(terms[0]), try letters(terms[1]), try letters(sides[1]))
        guard second.dots == .none, first.dots == third.dots, first.dots != .right || first.letters.count > 1 else {
            throw wrong
        }
        (input, kernel, output, dots) = (first.letters, second.letters, third.letters, first.dots)
    }

    private func wrong(_ what: String) -> MyelinError { MyelinError(.argument, "equation '\(equation)': \(what)") }

    /// A tensor with the axes of one term, such that it broadcasts to another: axes that both have take their places there, the
    /// others are of size 1.
    func aligned(_ x: Tensor, from: [Character], to: [Character]) -> Tensor {
        let shared = to.compactMap { from.firstIndex(of: $0) }
        let rest = from.indices.filter { !to.contains(from[$0]) }
        let sizes = to.map { letter in from.firstIndex(of: letter).map { x.shape[$0] } ?? 1 }
        return x.transposed(shared + rest).reshaped(to: Shape(sizes))
    }

    /// The shape of the output as Keras states it: sizes that are left to the input are unknown.
    func stated(_ computed: [Int?], given: [Int?]) -> [Int?] {
        let first = dots == .left ? computed.count - given.count : 1
        guard first > 0, first + given.count <= computed.count else { return computed }
        return computed.enumerated().map { place, size in
            (first..<first + given.count).contains(place) ? given[place - first] : size
        }
    }

    /// The shapes of kernel and bias, and the kernel's axes that count inputs and outputs.
    func weightShapes(
        input shape: Shape, output given: [Int?], biasAxes: String?
    ) throws -> (kernel: Shape, bias: Shape?, fans: FanAxes) {
        let further = shape.rank - input.count
        guard dots == .none ? further == 0 : further >= 0, shape.rank >= 1 else {
            throw MyelinError(.shape, "equation '\(equation)' does not fit an input of shape \(shape)")
        }
        // All sizes of the output, the batch's unknown.
        var sizes: [Int?] = [nil]
        if dots == .left { sizes += (1..<max(further, 1)).map { shape[$0] } }
        sizes += given
        if dots == .right { sizes += shape.sizes.suffix(further).map { $0 } }
        let before = dots == .left ? further : 0
        guard sizes.count == output.count + further else {
            throw MyelinError(
                .argument,
                "outputShape: expected \(output.count + (dots == .left ? min(further, 1) : 0) - 1) sizes, got \(given.count)"
            )
        }
        func outputSize(_ letter: Character) -> Int? { output.firstIndex(of: letter).flatMap { sizes[$0 + before] } }
        func inputSize(_ letter: Character) -> Int? { input.firstIndex(of: letter).map { shape[$0 + before] } }
        for (place, letter) in input.enumerated() where output.contains(letter) && place + before > 0 {
            if let size = outputSize(letter), size != inputSize(letter) {
                throw MyelinError(
                    .shape,
                    "axis '\(letter)' has size \(inputSize(letter) ?? 0) in the input and \(size) in outputShape")
            }
        }
        if let odd = output.first(where: { !input.contains($0) && !kernel.contains($0) }) {
            throw wrong("neither input nor kernel has the axis '\(odd)'")
        }
        var inputs: [Int] = [], outputs: [Int] = [], kernelShape: [Int] = []
        for (place, letter) in kernel.enumerated() {
            if output.contains(letter) { outputs.append(place) } else { inputs.append(place) }
            guard let size = output.contains(letter) ? outputSize(letter) : inputSize(letter) else {
                throw wrong(
                    output.contains(letter)
                        ? "the size of the kernel's axis '\(letter)' must be in outputShape"
                        : "neither input nor output has the kernel's axis '\(letter)'")
            }
            guard size >= 1 else { throw wrong("axis '\(letter)': expected a size of at least 1, got \(size)") }
            kernelShape.append(size)
        }
        return (
            Shape(kernelShape),
            try biasAxes.map { try biasShape($0, outputSize, further: dots == .right ? further : 0) },
            FanAxes(inputs: inputs, outputs: outputs)
        )
    }

    private func biasShape(_ axes: String, _ size: (Character) -> Int?, further: Int) throws -> Shape {
        let places = try axes.map { letter -> Int in
            guard let place = output.firstIndex(of: letter) else { throw wrong("the output has no axis '\(letter)'") }
            return place
        }
        guard let first = places.min() else { throw MyelinError(.argument, "biasAxes: expected at least one axis") }
        let sizes = try output[first...].map { letter -> Int in
            guard axes.contains(letter) else { return 1 }
            guard let size = size(letter), size >= 1 else {
                throw wrong("the size of the bias' axis '\(letter)' must be in outputShape")
            }
            return size
        }
        return Shape(sizes + [Int](repeating: 1, count: further))
    }
}

extension String {
    /// Without spaces, and with ">" for "->".
    fileprivate var replacingArrow: String {
        var result = ""
        for letter in self where letter != " " {
            if letter == ">", result.hasSuffix("-") { result.removeLast() }
            result.append(letter)
        }
        return result
    }
}
