import MyelinCore

/// Reads Python's pickle of a NumPy object array whose elements are lists of integers, and nothing else.
///
/// A pickle is a program for a machine with a stack and a memo. This machine knows only what such arrays need, looks no
/// name up and calls nothing: of three functions of NumPy (and the one by which old protocols spell bytes) it keeps which
/// they are. Every value is a plain number; lists, tuples and strings are kept in tables and named by their place. So
/// nothing refers to anything in a circle, nothing nests deeply in memory, and damaged input ends in an error.
package struct IntegerListPickle {
    /// The functions that such a pickle may name.
    private enum Function { case reconstruct, array, dtype, encode }

    private enum Value {
        case none, boolean
        case integer(Int32)
        /// An integer beyond Int32: fine in a description, not in a list.
        case largeInteger
        case text(Range<Int>)
        case list(Int), tuple(Int)
        case function(Function)
        /// What `_reconstruct` and `dtype` return.
        case array, dtype
    }

    private struct List {
        var integers: [Int32] = []
        var lists: [Int] = []
    }

    private let bytes: UnsafeRawBufferPointer
    private let place: String
    private var next = 0
    private var stack: [Value] = []
    private var marks: [Int] = []
    private var memo: [Int: Value] = [:]
    private var lists: [List] = []
    private var tuples: [[Value]] = []
    /// The list that the array's state names.
    private var content: Int?

    /// The lists of the array in `bytes`.
    ///
    /// - Throws: `MyelinError` of kind `.file` if the pickle is damaged or asks for anything else.
    package static func read(_ bytes: [UInt8], place: String) throws -> [[Int32]] {
        try bytes.withUnsafeBytes {
            var pickle = IntegerListPickle(bytes: $0, place: place)
            return try pickle.run()
        }
    }

    private init(bytes: UnsafeRawBufferPointer, place: String) {
        self.bytes = bytes
        self.place = place
    }

    private mutating func run() throws -> [[Int32]] {
        while true {
            let opcode = try byte()
            if opcode == UInt8(ascii: ".") { break }
            try execute(opcode)
        }
        guard stack.count == 1, marks.isEmpty, case .array = stack[0], let content else {
            throw refused("is not an array of lists of integers")
        }
        guard lists[content].integers.isEmpty else {
            throw refused("holds integers where lists of integers are expected")
        }
        return try lists[content].lists.map {
            guard lists[$0].lists.isEmpty else { throw refused("holds lists of lists, expected lists of integers") }
            return lists[$0].integers
        }
    }

    // MARK: Instructions

    private mutating func execute(_ opcode: UInt8) throws {
        switch opcode {
        // Protocol and framing.
        case 0x80:
            let version = try byte()
            guard version <= 5 else { throw refused("is pickled by protocol \(version), expected 0 to 5") }
        case 0x95: _ = try number(8)
        // Constants.
        case UInt8(ascii: "N"): stack.append(.none)
        case 0x88, 0x89: stack.append(.boolean)
        case UInt8(ascii: "K"): stack.append(.integer(Int32(try number(1))))
        case UInt8(ascii: "M"): stack.append(.integer(Int32(try number(2))))
        case UInt8(ascii: "J"): stack.append(.integer(Int32(truncatingIfNeeded: try number(4))))
        case 0x8a: stack.append(try longInteger())
        case UInt8(ascii: "I"), UInt8(ascii: "L"): stack.append(try integerLine())
        // Text and bytes.
        case 0x8c, UInt8(ascii: "C"), UInt8(ascii: "U"): stack.append(.text(try range(number(1))))
        case UInt8(ascii: "X"), UInt8(ascii: "B"), UInt8(ascii: "T"): stack.append(.text(try range(number(4))))
        case 0x8d, 0x8e: stack.append(.text(try range(number(8))))
        case UInt8(ascii: "V"): stack.append(.text(try line()))
        case UInt8(ascii: "S"):
            let quoted = try line()
            guard quoted.count >= 2 else { throw damaged() }
            stack.append(.text((quoted.lowerBound + 1)..<(quoted.upperBound - 1)))
        // Tuples and lists.
        case UInt8(ascii: "("): try mark()
        case UInt8(ascii: ")"): pushTuple([])
        case 0x85: pushTuple([try pop()])
        case 0x86, 0x87:
            let last = try pop(), middle = try pop()
            pushTuple(opcode == 0x86 ? [middle, last] : [try pop(), middle, last])
        case UInt8(ascii: "t"): pushTuple(try popToMark())
        case UInt8(ascii: "]"): pushList()
        case UInt8(ascii: "l"):
            let items = try popToMark()
            pushList()
            try append(items)
        case UInt8(ascii: "a"): try append([try pop()])
        case UInt8(ascii: "e"): try append(try popToMark())
        // The stack and the memo.
        case UInt8(ascii: "0"): _ = try pop()
        case UInt8(ascii: "1"): _ = try popToMark()
        case UInt8(ascii: "2"): stack.append(try top())
        case UInt8(ascii: "p"): memo[try decimal(line())] = try top()
        case UInt8(ascii: "q"): memo[try number(1)] = try top()
        case UInt8(ascii: "r"): memo[try number(4)] = try top()
        case 0x94: memo[memo.count] = try top()
        case UInt8(ascii: "g"): try remember(decimal(line()))
        case UInt8(ascii: "h"): try remember(number(1))
        case UInt8(ascii: "j"): try remember(number(4))
        // Functions.
        case UInt8(ascii: "c"):
            let module = try line()
            stack.append(.function(try function(module, line())))
        case 0x93:
            guard case .text(let name) = try pop(), case .text(let module) = try pop() else { throw damaged() }
            stack.append(.function(try function(module, name)))
        case UInt8(ascii: "R"): try call()
        case UInt8(ascii: "b"): try build()
        case UInt8(ascii: "i"):
            let module = try line()
            throw refused("asks Python for an instance of \(text(module)).\(text(try line()))")
        case UInt8(ascii: "G"), UInt8(ascii: "F"): throw refused("holds a float, expected lists of integers")
        case UInt8(ascii: "}"), UInt8(ascii: "d"): throw refused("holds a dictionary, expected lists of integers")
        case 0x8f, 0x90, 0x91: throw refused("holds a set, expected lists of integers")
        case 0x81, 0x92, UInt8(ascii: "o"): throw refused("asks Python to make an object")
        case UInt8(ascii: "P"), UInt8(ascii: "Q"): throw refused("refers to an object outside of the file")
        case 0x82, 0x83, 0x84: throw refused("refers to Python's table of extensions")
        default: throw refused("has the unexpected instruction 0x\(String(opcode, radix: 16))")
        }
    }

    /// Nearly all of a file is runs of integers between a mark and the instruction that appends them to the list below;
    /// those go into the list at once. Anything else in between falls back to the stack.
    private mutating func mark() throws {
        guard case .list(let list)? = stack.last else {
            marks.append(stack.count)
            return
        }
        var integers: [Int32] = []
        var cursor = next
        scan: while cursor < bytes.count {
            switch bytes[cursor] {
            case UInt8(ascii: "K") where cursor + 1 < bytes.count:
                integers.append(Int32(bytes[cursor + 1]))
                cursor += 2
            case UInt8(ascii: "M") where cursor + 2 < bytes.count:
                integers.append(Int32(bytes[cursor + 1]) | Int32(bytes[cursor + 2]) << 8)
                cursor += 3
            case UInt8(ascii: "J") where cursor + 4 < bytes.count:
                integers.append(bytes.loadUnaligned(fromByteOffset: cursor + 1, as: Int32.self).littleEndian)
                cursor += 5
            case UInt8(ascii: "e"):
                if lists[list].integers.isEmpty {
                    lists[list].integers = integers
                } else {
                    lists[list].integers += integers
                }
                next = cursor + 1
                return
            default: break scan
            }
        }
        marks.append(stack.count)
        for integer in integers { stack.append(.integer(integer)) }
        next = cursor
    }

    private mutating func append(_ items: [Value]) throws {
        guard case .list(let list) = try top() else { throw damaged() }
        for item in items {
            switch item {
            case .integer(let integer): lists[list].integers.append(integer)
            case .list(let inner): lists[list].lists.append(inner)
            case .largeInteger: throw refused("holds an integer beyond 32 bits")
            default: throw refused("holds something else in a list, expected integers")
            }
        }
        guard lists[list].integers.isEmpty || lists[list].lists.isEmpty else {
            throw refused("holds a list of integers and lists mixed")
        }
    }

    private func function(_ module: Range<Int>, _ name: Range<Int>) throws -> Function {
        let full = text(module) + "." + text(name)
        switch full {
        case "numpy.core.multiarray._reconstruct", "numpy._core.multiarray._reconstruct": return .reconstruct
        case "numpy.ndarray": return .array
        case "numpy.dtype": return .dtype
        case "_codecs.encode": return .encode
        default:
            throw refused(
                "asks Python for \(full.prefix(100)); only NumPy arrays of lists of integers are read, nothing is run")
        }
    }

    private mutating func call() throws {
        guard case .tuple(let place) = try pop(), case .function(let function) = try pop() else { throw damaged() }
        let arguments = tuples[place]
        switch function {
        case .reconstruct:
            guard case .function(.array)? = arguments.first else { throw damaged() }
            stack.append(.array)
        case .dtype:
            guard case .text(let name)? = arguments.first, text(name).hasPrefix("O") else {
                throw refused("holds an array of another dtype than object")
            }
            stack.append(.dtype)
        case .encode:
            guard case .text(let bytes)? = arguments.first else { throw damaged() }
            stack.append(.text(bytes))
        case .array: throw refused("asks Python to call numpy.ndarray")
        }
    }

    /// Sets the state of the object below: of a dtype, where there is nothing to keep, or of the array.
    private mutating func build() throws {
        guard case .tuple(let place) = try pop() else { throw damaged() }
        switch try top() {
        case .dtype: return
        case .array:
            let state = tuples[place]
            guard state.count == 5, case .dtype = state[2], case .list(let list) = state[4], content == nil else {
                throw refused("holds an array in an unexpected form")
            }
            content = list
        default: throw damaged()
        }
    }

    // MARK: The stack

    private func top() throws -> Value {
        guard let value = stack.last, stack.count > marks.last ?? 0 else { throw damaged() }
        return value
    }

    private mutating func pop() throws -> Value {
        let value = try top()
        stack.removeLast()
        return value
    }

    private mutating func popToMark() throws -> [Value] {
        guard let mark = marks.popLast() else { throw damaged() }
        defer { stack.removeSubrange(mark...) }
        return Array(stack[mark...])
    }

    private mutating func pushTuple(_ items: [Value]) {
        stack.append(.tuple(tuples.count))
        tuples.append(items)
    }

    private mutating func pushList() {
        stack.append(.list(lists.count))
        lists.append(List())
    }

    private mutating func remember(_ key: Int) throws {
        guard let value = memo[key] else { throw damaged() }
        stack.append(value)
    }

    // MARK: The bytes

    private mutating func byte() throws -> UInt8 {
        guard next < bytes.count else { throw MyelinError(.file, "\(place): cut off: the pickled data end early") }
        next += 1
        return bytes[next - 1]
    }

    /// A little-endian number without a sign.
    private mutating func number(_ count: Int) throws -> Int {
        let range = try range(count)
        let value = range.reversed().reduce(UInt64(0)) { $0 << 8 | UInt64(bytes[$1]) }
        return Int(clamping: value)
    }

    private mutating func range(_ count: Int) throws -> Range<Int> {
        guard count <= bytes.count - next else {
            throw MyelinError(.file, "\(place): cut off: the pickled data end early")
        }
        next += count
        return (next - count)..<next
    }

    private mutating func line() throws -> Range<Int> {
        let start = next
        while try byte() != UInt8(ascii: "\n") {}
        return start..<(next - 1)
    }

    private func text(_ range: Range<Int>) -> String { String(decoding: bytes[range], as: UTF8.self) }

    private func decimal(_ range: Range<Int>) throws -> Int {
        guard range.count < 20, let value = Int(text(range)) else { throw damaged() }
        return value
    }

    private mutating func integerLine() throws -> Value {
        var range = try line()
        if !range.isEmpty, bytes[range.upperBound - 1] == UInt8(ascii: "L") { range = range.dropLast() }
        guard range.count < 20, let value = Int(text(range)) else { throw refused("holds a number that is no integer") }
        // Protocol 0 writes False and True so.
        if range.count == 2, bytes[range.lowerBound] == UInt8(ascii: "0") { return .boolean }
        return Int32(exactly: value).map { .integer($0) } ?? .largeInteger
    }

    private mutating func longInteger() throws -> Value {
        let range = try range(number(1))
        guard range.count <= 8 else { return .largeInteger }
        var value = 0
        for (place, index) in range.enumerated() { value |= Int(bytes[index]) << (8 * place) }
        if let last = range.last, bytes[last] >= 0x80, range.count < 8 { value -= 1 << (8 * range.count) }
        return Int32(exactly: value).map { .integer($0) } ?? .largeInteger
    }

    // MARK: Errors

    private func refused(_ what: String) -> MyelinError { MyelinError(.file, "\(place): \(what)") }

    private func damaged() -> MyelinError {
        MyelinError(.file, "\(place): damaged: the pickled data make no sense at byte \(next)")
    }
}
