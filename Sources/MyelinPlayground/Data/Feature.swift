import Foundation

/// What the network may see of a point.
package struct Feature: Sendable {
    /// Its name in links.
    package let name: String
    /// As the page writes it.
    package let label: String
    /// As Swift writes it, of x1 and x2.
    package let code: String
    package let value: @Sendable (_ x1: Float, _ x2: Float) -> Float

    package static let all: [Feature] = [
        Feature(name: "x1", label: "X₁", code: "x1") { x1, _ in x1 },
        Feature(name: "x2", label: "X₂", code: "x2") { _, x2 in x2 },
        Feature(name: "x1Squared", label: "X₁²", code: "x1 * x1") { x1, _ in x1 * x1 },
        Feature(name: "x2Squared", label: "X₂²", code: "x2 * x2") { _, x2 in x2 * x2 },
        Feature(name: "x1TimesX2", label: "X₁X₂", code: "x1 * x2") { x1, x2 in x1 * x2 },
        Feature(name: "sinX1", label: "sin X₁", code: "sin(x1)") { x1, _ in sin(x1) },
        Feature(name: "sinX2", label: "sin X₂", code: "sin(x2)") { _, x2 in sin(x2) },
    ]

    /// The features of some names, in the table's order.
    package static func named(_ names: [String]) -> [Feature] { all.filter { names.contains($0.name) } }
}
