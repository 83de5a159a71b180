import MyelinCore

/// How much there is at both ends of each spatial axis: one number for all, as in `ZeroPadding2D(1)`; a number for each
/// axis, as in `ZeroPadding2D([1, 2])`; or a pair for each, as in `ZeroPadding2D([[1, 2], [0, 3]])`. Of a single axis two
/// numbers are its two ends.
public protocol AxisEnds: Sendable {
    /// A pair for each of `rank` axes. A list is given as it is, whatever its length.
    func ends(rank: Int) -> [[Int]]
}

extension Int: AxisEnds {
    public func ends(rank: Int) -> [[Int]] { [[Int]](repeating: [self, self], count: rank) }
}

extension Array: AxisEnds where Element: AxisEnd {
    public func ends(rank: Int) -> [[Int]] {
        if rank == 1, let pair = self as? [Int] { return [pair] }
        return map(\.pair)
    }
}

/// What there is at both ends of one axis: a number for both, or a pair.
public protocol AxisEnd: Sendable {
    var pair: [Int] { get }
}

extension Int: AxisEnd {
    public var pair: [Int] { [self, self] }
}

extension [Int]: AxisEnd {
    public var pair: [Int] { self }
}

/// What zero padding and cropping have in common: an amount at both ends of each spatial axis.
public class BorderLayer: SpatialLayer {
    /// The setting's name.
    class var setting: String { "padding" }
    class var defaultAmount: Int { 1 }

    let ends: [[Int]]

    init(ends: (any AxisEnds)?, dataFormat: DataFormat, name: String?) {
        self.ends = (ends ?? Self.defaultAmount).ends(rank: Self.spatialRank)
        super.init(dataFormat: dataFormat, name: name)
    }

    init(config: Config) throws {
        let rank = Self.spatialRank
        ends =
            config.has(Self.setting) ? try config.ends(Self.setting, rank: rank) : Self.defaultAmount.ends(rank: rank)
        super.init(
            dataFormat: Self.hasDataFormat ? try config.dataFormat() : .channelsLast, name: try config.string("name"))
    }

    public override func build(_ input: Shape) throws {
        try requireImages(input)
        let limit = 1 << 31
        guard ends.count == spatialRank,
            ends.allSatisfy({ $0.count == 2 && $0.allSatisfy { (0..<limit).contains($0) } })
        else {
            throw MyelinError(
                .argument, "\(Self.setting): expected two numbers of at least 0 for each axis, got \(ends)")
        }
    }

    /// The amounts at one end (0 or 1) of all axes of an input.
    func amounts(at end: Int, rank: Int) -> [Int] {
        var amounts = [Int](repeating: 0, count: rank)
        for (axis, pair) in zip(spatialAxes, ends) { amounts[axis] = pair[end] }
        return amounts
    }

    public override var config: ConfigObject {
        let values = spatialRank == 1 ? ConfigValue(ends[0]) : .array(ends.map { ConfigValue($0) })
        return super.config.merging([Self.setting: values]) { $1 }
    }
}

extension Config {
    /// Numbers at both ends of each axis, in any of Keras' forms.
    fileprivate func ends(_ key: String, rank: Int) throws -> [[Int]] {
        guard rank > 1, case .array(let elements)? = values[key] else {
            return rank == 1 ? [try ints(key, count: 2)] : try ints(key, count: rank).map(\.pair)
        }
        return try elements.map { try Config([key: $0], owner: owner).ints(key, count: 2) }
    }
}
