/// What is done to a text before it is split. Keras: `standardize`.
///
/// As TensorFlow has it, for the letters and the punctuation of ASCII alone.
public enum TextStandardization: String, CaseIterable, Sendable {
    /// Capitals become small letters.
    case lower
    /// Punctuation goes.
    case stripPunctuation = "strip_punctuation"
    /// Both.
    case lowerAndStripPunctuation = "lower_and_strip_punctuation"

    func apply(_ text: String) -> String {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.utf8.count)
        for byte in text.utf8 {
            if self != .lower, Self.isPunctuation(byte) { continue }
            let isCapital = (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte)
            bytes.append(isCapital && self != .stripPunctuation ? byte + 32 : byte)
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// The 32 signs of ASCII that are neither letters nor digits nor white.
    private static func isPunctuation(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x21...0x2F, 0x3A...0x40, 0x5B...0x60, 0x7B...0x7E: true
        default: false
        }
    }
}

/// How a text is divided into tokens. Keras: `split`.
public enum TextSplit: String, CaseIterable, Sendable {
    /// At white space of ASCII.
    case whitespace
    /// After each code point.
    case character

    func apply(_ text: String) -> [String] {
        switch self {
        case .whitespace:
            text.utf8.split { $0 == 0x20 || (0x09...0x0D).contains($0) }.map { String(decoding: $0, as: UTF8.self) }
        case .character: text.unicodeScalars.map { String($0) }
        }
    }
}
