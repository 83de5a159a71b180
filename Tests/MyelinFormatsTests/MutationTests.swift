import Foundation
import FuzzReaders
import TestSupport
import Testing

/// Each reader meets thousands of damaged files: it reads them or throws, but never crashes.
@Suite struct MutationTests {
    /// SplitMix64.
    private struct Generator: RandomNumberGenerator {
        var state: UInt64

        mutating func next() -> UInt64 {
            state &+= 0x9E37_79B9_7F4A_7C15
            var value = state
            value = (value ^ value >> 30) &* 0xBF58_476D_1CE4_E5B9
            value = (value ^ value >> 27) &* 0x94D0_49BB_1331_11EB
            return value ^ value >> 31
        }
    }

    @Test(arguments: FuzzReader.allCases)
    func damagedFilesAreReadOrRefused(_ reader: FuzzReader) throws {
        for (number, name) in try corpusNames(reader.rawValue).enumerated() {
            let seed = [UInt8](try Data(contentsOf: URL(fileURLWithPath: corpusPath(name))))
            // Most of an HDF5 file is unused room; damage where something stands.
            let used = seed.indices.filter { seed[$0] != 0 }
            var generator = Generator(state: UInt64(number))
            for _ in 0..<120 {
                var bytes = seed
                for _ in 0..<Int.random(in: 1...3, using: &generator) { mutate(&bytes, used, &generator) }
                bytes.withUnsafeBytes { try? reader.read($0) }
            }
        }
    }

    @Test(arguments: FuzzReader.allCases)
    func cutFilesAreRefused(_ reader: FuzzReader) throws {
        for name in try corpusNames(reader.rawValue) {
            let seed = [UInt8](try Data(contentsOf: URL(fileURLWithPath: corpusPath(name))))
            for count in Set((0..<40).map { seed.count * $0 / 40 }) {
                let text = seed[..<count].withUnsafeBytes { bytes in errorText { try reader.read(bytes) } }
                #expect(text != nil, "\(name), cut to \(count) bytes")
            }
        }
    }

    private func mutate(_ bytes: inout [UInt8], _ used: [Int], _ generator: inout Generator) {
        guard !bytes.isEmpty else { return }
        var place = Int.random(in: 0..<4, using: &generator) > 0 ? used.randomElement(using: &generator)! : Int.max
        if place >= bytes.count { place = Int.random(in: bytes.indices, using: &generator) }
        switch Int.random(in: 0..<8, using: &generator) {
        case 0: bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &generator)
        case 1: bytes[place] = .random(in: .min ... .max, using: &generator)
        case 2: bytes[place] = [0, 1, 0x7F, 0x80, 0xFF].randomElement(using: &generator)!
        case 3: bytes[place] &+= 1
        case 4: bytes[place] &-= 1
        case 5: bytes.removeSubrange(place...)
        case 6:
            // An address or a size from elsewhere.
            let source = Int.random(in: bytes.indices, using: &generator) & ~7
            for offset in 0..<8 where max(source, place & ~7) + offset < bytes.count {
                bytes[place & ~7 + offset] = bytes[source + offset]
            }
        default:
            for offset in 0..<8 where place + offset < bytes.count { bytes[place + offset] = 0xFF }
        }
    }
}
