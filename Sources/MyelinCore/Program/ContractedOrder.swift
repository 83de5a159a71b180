/// A topological order of units (instructions, and groups of them that became one), kept true while units are merged.
struct ContractedOrder {
    /// The place of each unit. That of a unit which was merged into another means nothing.
    private(set) var position: [Int]
    private var unit: [Int]

    init(count: Int) {
        position = Array(0..<count)
        unit = Array(0..<count)
    }

    /// Makes one of two units; it keeps the number of the first.
    ///
    /// - Parameter between: those that depend on the first and come before the second; they move behind.
    mutating func contract(_ first: Int, _ second: Int, movingBehind between: Set<Int>) {
        let region = position[first]...position[second]
        let others = unit[region].filter { $0 != first && $0 != second }
        // The second keeps a place that nobody asks for.
        let units = others.filter { !between.contains($0) } + [first] + others.filter(between.contains) + [second]
        for (place, unit) in zip(region, units) {
            self.unit[place] = unit
            position[unit] = place
        }
    }
}
