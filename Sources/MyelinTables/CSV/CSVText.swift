import MyelinCore
import MyelinData

/// The text of a file, which must be UTF-8.
enum CSVText {
    /// - Throws: `MyelinError` of kind `.file` that says what the file is instead, or on which line it is none.
    static func read(_ path: String) throws -> String {
        let storage = try FileSystem.storage(of: path)
        let bytes = UnsafeBufferPointer(
            start: storage.bytes.assumingMemoryBound(to: UInt8.self), count: storage.byteCount)
        func failure(_ text: String) -> MyelinError { MyelinError(.file, "\(path): \(text)") }
        return try withExtendedLifetime(storage) {
            if bytes.starts(with: [0x50, 0x4B, 3, 4]) {
                throw failure("is a zip archive, such as an Excel workbook, and no CSV file; export it as CSV")
            }
            if bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]) {
                throw failure("is UTF-16, expected UTF-8; convert it: iconv -f UTF-16 -t UTF-8")
            }
            if let place = bytes.firstIndex(of: 0) {
                throw failure("line \(line(of: place, in: bytes)): holds a zero byte, expected a text file")
            }
            guard let text = String(validating: bytes, as: UTF8.self) else {
                throw failure(
                    "line \(invalidLine(of: bytes)): is not UTF-8; convert the file: iconv -f WINDOWS-1252 -t UTF-8")
            }
            return text
        }
    }

    private static func line(of place: Int, in bytes: UnsafeBufferPointer<UInt8>) -> Int {
        bytes[..<place].count { $0 == 0x0A } + 1
    }

    /// The first line that is not UTF-8 by itself: no character goes on behind a line's end.
    private static func invalidLine(of bytes: UnsafeBufferPointer<UInt8>) -> Int {
        let lines = bytes.split(separator: 0x0A, omittingEmptySubsequences: false)
        return (lines.firstIndex { String(validating: $0, as: UTF8.self) == nil } ?? 0) + 1
    }
}
