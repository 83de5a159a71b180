/// A long valley: steep across, nearly flat along. Its lowest place is (0, 0), its height there 0.
package enum Valley {
    package static let start = [-9.0, 2.5]

    package static func height(_ place: [Double]) -> Double { 0.05 * place[0] * place[0] + place[1] * place[1] }
    package static func gradient(_ place: [Double]) -> [Double] { [0.1 * place[0], 2 * place[1]] }

    /// Lets an optimizer walk.
    ///
    /// - Returns: all places that it comes to, the start first.
    package static func walk(_ rule: some Rule, steps: Int) -> [[Double]] {
        var rule = rule
        var path = [start]
        for _ in 0..<steps { path.append(rule.step(from: path.last!, gradient: gradient(path.last!))) }
        return path
    }
}
