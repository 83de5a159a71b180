import MyelinCore

/// A regular expression for the paths of weights, such as "sequential/hidden/kernel".
struct PathPattern {
    let text: String
    private let expression: RegularExpression

    init(_ text: String, owner: String) throws {
        self.text = text
        do { expression = try RegularExpression(text) } catch let error as MyelinError {
            let shown = text.count > 60 ? text.prefix(60) + "…" : text[...]
            throw MyelinError(
                .argument,
                "\(owner): expected a regular expression for paths of weights, got '\(shown)': \(error.message)")
        }
    }

    /// Whether it matches somewhere in the path.
    func isFound(in path: String) -> Bool { expression.isFound(in: path) }
    /// Whether it matches the path as a whole.
    func matches(_ path: String) -> Bool { expression.matchesWhole(path) }
}
