import MyelinCore

/// A regular expression for the paths of weights, such as "sequential/hidden/kernel".
struct PathPattern {
    let text: String
    private let expression: Regex<AnyRegexOutput>

    init(_ text: String, owner: String) throws {
        self.text = text
        do { expression = try Regex(text) } catch {
            throw MyelinError(.argument, "\(owner): expected a regular expression for paths of weights, got '\(text)'")
        }
    }

    /// Whether it matches somewhere in the path.
    func isFound(in path: String) -> Bool { (try? expression.firstMatch(in: path)) ?? nil != nil }
    /// Whether it matches the path as a whole.
    func matches(_ path: String) -> Bool { (try? expression.wholeMatch(in: path)) ?? nil != nil }
}
