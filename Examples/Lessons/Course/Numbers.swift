import Foundation
import Myelin

/// A number with so many digits after the point.
func fixed(_ value: Double, _ digits: Int = 4) -> String {
    let text = String(format: "%.\(digits)f", value)
    // No "-0.00".
    return text.hasPrefix("-") && !text.contains(where: { ("1"..."9").contains($0) }) ? String(text.dropFirst()) : text
}

/// Numbers with so many digits after the point, beside each other.
func listed(_ values: [Double], _ digits: Int = 4) -> String {
    values.map { fixed($0, digits) }.joined(separator: ", ")
}

extension String {
    /// Filled up with spaces on the right, as a column of a table.
    func column(_ width: Int) -> String { self + String(repeating: " ", count: max(1, width - count)) }
    /// Filled up with spaces on the left, as a column of numbers.
    func right(_ width: Int) -> String { String(repeating: " ", count: max(0, width - count)) + self }
}

/// Random numbers that are the same in each run (SplitMix64).
package struct Dice: RandomNumberGenerator {
    private var state: UInt64

    package init(seed: UInt64) { state = seed }

    package mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var bits = state
        bits = (bits ^ (bits >> 30)) &* 0xBF58_476D_1CE4_E5B9
        bits = (bits ^ (bits >> 27)) &* 0x94D0_49BB_1331_11EB
        return bits ^ (bits >> 31)
    }

    /// Of the normal distribution with mean 0 and standard deviation 1 (Box and Muller).
    package mutating func normal() -> Double {
        let radius = (-2 * log(1 - Double.random(in: 0..<1, using: &self))).squareRoot()
        return radius * cos(2 * .pi * Double.random(in: 0..<1, using: &self))
    }
}

/// Places at equal distances from the first to the last.
func places(_ first: Double, _ last: Double, count: Int) -> [Double] {
    (0..<count).map { first + (last - first) * Double($0) / Double(count - 1) }
}
