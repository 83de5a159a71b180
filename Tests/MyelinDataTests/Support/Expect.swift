import MyelinCore
import Testing

/// Expects an error whose line holds some words.
func expectError(
    _ kind: MyelinError.Kind, _ words: String..., location: SourceLocation = #_sourceLocation, _ body: () throws -> Void
) {
    do {
        try body()
        Issue.record("expected an error of kind \(kind)", sourceLocation: location)
    } catch let error as MyelinError {
        #expect(error.kind == kind, sourceLocation: location)
        for word in words {
            #expect(error.message.contains(word), "in: \(error.message)", sourceLocation: location)
        }
        #expect(!error.message.contains("\n"), sourceLocation: location)
    } catch {
        Issue.record("expected a MyelinError, got \(error)", sourceLocation: location)
    }
}

/// Bytes written in base 64.
func decoded(base64 text: String) -> [UInt8] {
    var bytes: [UInt8] = []
    var bits = 0
    var count = 0
    for character in text.utf8 {
        let value: Int
        switch character {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"): value = Int(character) - 65
        case UInt8(ascii: "a")...UInt8(ascii: "z"): value = Int(character) - 71
        case UInt8(ascii: "0")...UInt8(ascii: "9"): value = Int(character) + 4
        case UInt8(ascii: "+"): value = 62
        case UInt8(ascii: "/"): value = 63
        default: continue
        }
        bits = bits << 6 | value
        count += 6
        if count >= 8 {
            count -= 8
            bytes.append(UInt8(bits >> count & 255))
        }
    }
    return bytes
}
