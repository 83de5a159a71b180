/// What a vocabulary consists of: whole numbers, or texts.
protocol LookupToken: Hashable, Sendable {
    /// As a file has it in a line, and as it is hashed.
    var line: String { get }
    init?(line: String)
    /// As a configuration has it.
    var configValue: ConfigValue { get }
    init?(_ value: ConfigValue)
    /// Whether it comes first in the order of NumPy.
    static func precedes(_ a: Self, _ b: Self) -> Bool
    /// The remainder of a whole number; nil of a text.
    func remainder(by count: Int) -> Int64?
}

extension Int64: LookupToken {
    var line: String { String(self) }
    init?(line: String) { self.init(line) }
    var configValue: ConfigValue { .int(Int(self)) }
    init?(_ value: ConfigValue) {
        switch value {
        case .int(let number): self = Int64(number)
        case .double(let number): self.init(exactly: number)
        default: return nil
        }
    }
    static func precedes(_ a: Int64, _ b: Int64) -> Bool { a < b }
    func remainder(by count: Int) -> Int64? {
        let rest = self % Int64(count)
        return rest < 0 ? rest + Int64(count) : rest
    }
}

/// A text that equals another if their bytes do. Swift's strings are equal as well if they only look the same, which
/// TensorFlow's are not.
struct TextToken: LookupToken {
    let line: String

    init(_ text: String) { line = text }
    init?(line: String) { self.line = line }
    init?(_ value: ConfigValue) {
        switch value {
        case .string(let text): line = text
        case .int(let number): line = String(number)
        default: return nil
        }
    }
    var configValue: ConfigValue { .string(line) }
    func remainder(by count: Int) -> Int64? { nil }

    static func == (a: TextToken, b: TextToken) -> Bool { a.line.utf8.elementsEqual(b.line.utf8) }
    func hash(into hasher: inout Hasher) {
        var text = line
        text.withUTF8 { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
    }
    static func precedes(_ a: TextToken, _ b: TextToken) -> Bool { a.line.utf8.lexicographicallyPrecedes(b.line.utf8) }
}
