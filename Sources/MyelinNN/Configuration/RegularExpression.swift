import MyelinCore

/// A regular expression in the part of Python's syntax that names need, matched in a time that grows with text and pattern
/// and no faster: expressions come from files, and a backtracking matcher can be kept busy for years by a short one.
///
/// There are characters, `.`, classes such as `[a-z_]` and `\d`, `\w`, `\s`, the repetitions `*`, `+`, `?`, `{2}`, `{1,3}`
/// (also lazy ones), alternatives, groups, `^` and `$`; no back references, no looking around, no options. All ways through
/// the pattern are followed at once (Thompson 1968).
package struct RegularExpression: Sendable {
    /// A step of the pattern; numbers are those of other steps.
    fileprivate enum Step {
        case character(CharacterClass)
        case either(Int, Int)
        case start, end, done
    }

    private let steps: [Step]

    /// - Throws: `MyelinError` of kind `.argument` that says what is wrong with the text.
    package init(_ text: String) throws {
        var parser = RegularExpressionParser(text)
        steps = try parser.steps()
    }

    /// Whether it matches somewhere in a text.
    package func isFound(in text: String) -> Bool { matches(text, anywhere: true) }
    /// Whether it matches a text as a whole.
    package func matchesWhole(_ text: String) -> Bool { matches(text, anywhere: false) }

    private func matches(_ text: String, anywhere: Bool) -> Bool {
        let scalars = Array(text.unicodeScalars)
        var current: [Int] = []
        for place in 0...scalars.count {
            if place == 0 || anywhere { current.append(0) }
            let reached = closure(of: current, isStart: place == 0, isEnd: place == scalars.count)
            let isDone = reached.contains { if case .done = steps[$0] { true } else { false } }
            if isDone, anywhere || place == scalars.count { return true }
            guard place < scalars.count else { break }
            current = reached.compactMap { number in
                guard case .character(let allowed) = steps[number], allowed.contains(scalars[place]) else { return nil }
                return number + 1
            }
        }
        return false
    }

    /// The steps that take a character, or end, which are reached from some without one.
    private func closure(of first: [Int], isStart: Bool, isEnd: Bool) -> [Int] {
        var seen = [Bool](repeating: false, count: steps.count)
        var pending = first, result: [Int] = []
        while let number = pending.popLast() {
            guard !seen[number] else { continue }
            seen[number] = true
            switch steps[number] {
            case .either(let one, let other): pending += [one, other]
            case .start: if isStart { pending.append(number + 1) }
            case .end: if isEnd { pending.append(number + 1) }
            case .character, .done: result.append(number)
            }
        }
        return result
    }
}

/// Which characters may stand at a place.
private struct CharacterClass {
    var ranges: [ClosedRange<Unicode.Scalar>]
    var isNegated = false

    func contains(_ scalar: Unicode.Scalar) -> Bool { ranges.contains { $0.contains(scalar) } != isNegated }

    static let any = CharacterClass(ranges: ["\n"..."\n"], isNegated: true)
    static let digits: [ClosedRange<Unicode.Scalar>] = ["0"..."9"]
    static let letters: [ClosedRange<Unicode.Scalar>] = [
        "0"..."9", "A"..."Z", "_"..."_", "a"..."z", "\u{AA}"..."\u{10FFFF}",
    ]
    static let blanks: [ClosedRange<Unicode.Scalar>] = ["\t"..."\r", " "..." "]
}

/// Turns a text into steps, by recursive descent. A part's steps are laid out relative to its begin, and fall through to what
/// comes next.
private struct RegularExpressionParser {
    typealias Step = RegularExpression.Step
    /// Texts and steps of more are no pattern for names; counted repetitions multiply.
    private static let mostCharacters = 1000, mostSteps = 4000, deepest = 50

    private let text: [Unicode.Scalar]
    private var next = 0
    private var depth = 0

    init(_ text: String) { self.text = Array(text.unicodeScalars) }

    mutating func steps() throws -> [Step] {
        guard text.count <= Self.mostCharacters else { throw wrong("longer than \(Self.mostCharacters) characters") }
        let steps = try alternatives()
        guard next == text.count else { throw wrong("a bracket closes that never opened") }
        return steps + [.done]
    }

    private func wrong(_ what: String) -> MyelinError { MyelinError(.argument, "\(what), at character \(next)") }
    private var peek: Unicode.Scalar? { next < text.count ? text[next] : nil }

    private mutating func take(_ scalar: Unicode.Scalar) -> Bool {
        guard peek == scalar else { return false }
        next += 1
        return true
    }

    private func moved(_ steps: [Step], by offset: Int) -> [Step] {
        steps.map { if case .either(let one, let other) = $0 { .either(one + offset, other + offset) } else { $0 } }
    }

    /// One part behind another.
    private func joined(_ first: [Step], _ second: [Step]) throws -> [Step] {
        guard first.count + second.count <= Self.mostSteps else { throw wrong("repeats too much") }
        return first + moved(second, by: first.count)
    }

    private mutating func alternatives() throws -> [Step] {
        depth += 1
        defer { depth -= 1 }
        guard depth <= Self.deepest else { throw wrong("nested deeper than \(Self.deepest)") }
        let first = try sequence()
        guard take("|") else { return first }
        let second = try alternatives()
        // Either the first and then past the second, or the second.
        let end = first.count + 2 + second.count
        let jump = Step.either(end, end)
        return try joined(
            [.either(1, first.count + 2)] + moved(first, by: 1) + [jump], second)
    }

    private mutating func sequence() throws -> [Step] {
        var result: [Step] = []
        while let scalar = peek, scalar != "|", scalar != ")" { result = try joined(result, try repeated(try atom())) }
        return result
    }

    private mutating func atom() throws -> [Step] {
        let scalar = text[next]
        next += 1
        switch scalar {
        case "(":
            if take("?") {
                guard take(":") else { throw wrong("a kind of group that is not known here") }
            }
            let inner = try alternatives()
            guard take(")") else { throw wrong("a bracket that does not close") }
            return inner
        case "[": return [.character(try characterClass())]
        case ".": return [.character(.any)]
        case "^": return [.start]
        case "$": return [.end]
        case "\\": return [.character(try escape())]
        case "*", "+", "?": throw wrong("nothing to repeat")
        default: return [.character(CharacterClass(ranges: [scalar...scalar]))]
        }
    }

    private mutating func escape() throws -> CharacterClass {
        guard let scalar = peek else { throw wrong("ends with a backslash") }
        next += 1
        switch scalar {
        case "d": return CharacterClass(ranges: CharacterClass.digits)
        case "D": return CharacterClass(ranges: CharacterClass.digits, isNegated: true)
        case "w": return CharacterClass(ranges: CharacterClass.letters)
        case "W": return CharacterClass(ranges: CharacterClass.letters, isNegated: true)
        case "s": return CharacterClass(ranges: CharacterClass.blanks)
        case "S": return CharacterClass(ranges: CharacterClass.blanks, isNegated: true)
        case "n": return CharacterClass(ranges: ["\n"..."\n"])
        case "t": return CharacterClass(ranges: ["\t"..."\t"])
        default:
            let isWord = CharacterClass(ranges: CharacterClass.letters).contains(scalar) && scalar != "_"
            guard !isWord else { throw wrong("an escape that is not known here") }
            return CharacterClass(ranges: [scalar...scalar])
        }
    }

    /// What stands between square brackets; the first is taken already.
    private mutating func characterClass() throws -> CharacterClass {
        var result = CharacterClass(ranges: [])
        result.isNegated = take("^")
        repeat {
            guard var first = peek else { throw wrong("a class that does not end") }
            next += 1
            if first == "\\" {
                let inner = try escape()
                guard !inner.isNegated else { throw wrong("an escape that is not known in a class") }
                guard inner.ranges.count == 1, inner.ranges[0].lowerBound == inner.ranges[0].upperBound else {
                    result.ranges += inner.ranges
                    continue
                }
                first = inner.ranges[0].lowerBound
            }
            guard peek == "-", next + 1 < text.count, text[next + 1] != "]" else {
                result.ranges.append(first...first)
                continue
            }
            next += 1
            let last = text[next]
            next += 1
            guard last != "\\", first <= last else { throw wrong("a range that is none") }
            result.ranges.append(first...last)
        } while !take("]")
        return result
    }

    /// The part with the repetition that follows it, if there is one.
    private mutating func repeated(_ part: [Step]) throws -> [Step] {
        let least: Int, most: Int?
        switch peek {
        case "*": (least, most) = (0, nil)
        case "+": (least, most) = (1, nil)
        case "?": (least, most) = (0, 1)
        case "{":
            guard let found = counts() else { return part }
            (least, most) = found
        default: return part
        }
        next += 1
        // Lazy or not makes no difference to whether it matches.
        _ = take("?")
        if let scalar = peek, ["*", "+", "{"].contains(scalar) { throw wrong("repeats a repetition") }
        guard least <= most ?? least else { throw wrong("a repetition that is none") }
        // Nothing again and again is nothing.
        guard !part.isEmpty else { return part }
        var result: [Step] = []
        for _ in 0..<least { result = try joined(result, part) }
        guard let most else {
            // Again and again: through the part and back, or past it.
            let loop = [.either(1, part.count + 2)] + moved(part, by: 1) + [.either(0, 0)]
            return try joined(result, loop)
        }
        for _ in least..<most { result = try joined(result, [.either(1, part.count + 1)] + moved(part, by: 1)) }
        return result
    }

    /// The numbers in braces, up to the closing one; nil if the brace is a mere character.
    private mutating func counts() -> (least: Int, most: Int?)? {
        guard let end = text[next...].firstIndex(of: "}") else { return nil }
        let inside = String(String.UnicodeScalarView(text[(next + 1)..<end]))
        let numbers = inside.split(separator: ",", omittingEmptySubsequences: false)
        guard (1...2).contains(numbers.count), inside.count < 10, inside != ",",
            numbers.allSatisfy({ $0.allSatisfy { "0"..."9" ~= $0 } }),
            let first = Int(numbers[0].isEmpty ? "0" : numbers[0])
        else { return nil }
        next = end
        return numbers.count == 1 ? (first, first) : (first, Int(numbers[1]))
    }
}
