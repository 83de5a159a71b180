import MyelinCore

/// Above which predictions count as positive, for one count or many.
struct Thresholds {
    let values: [Double]
    /// What predictions are compared with, and what they are multiplied by before.
    private let limits: [Float]
    private let scale: Double?

    /// Thresholds as they are given. As Keras does for evenly spaced ones from 0 to 1, predictions are then compared
    /// with multiples of their distance: the two ways differ where a prediction lies on a threshold.
    init(_ values: [Double]) {
        self.init(values, areEven: Self.areEven(values))
    }

    init(_ values: [Double], areEven: Bool) {
        self.values = values
        scale = areEven ? Double(values.count - 1) : nil
        limits = areEven ? values.indices.map { Float($0) } : values.map { Float($0) }
    }

    private init(_ values: [Double], limits: [Float], scale: Double?) {
        self.values = values
        self.limits = limits
        self.scale = scale
    }

    /// `count` ones from 0 to 1; of one alone, 0.5.
    static func spread(_ count: Int) -> Thresholds {
        count < 2 ? Thresholds([0.5]) : Thresholds(even(count), areEven: true)
    }

    /// Those between 0 and 1, with one below all predictions and one above.
    static func enclosed(_ inner: [Double]) -> Thresholds {
        let values = [-1e-7] + inner.sorted() + [1 + 1e-7]
        guard areEven([0] + inner.sorted() + [1]) || inner.isEmpty else { return Thresholds(values, areEven: false) }
        var limits = values.indices.map { Float($0) }
        limits[0] = -1
        limits[limits.count - 1] = .infinity
        return Thresholds(values, limits: limits, scale: Double(values.count - 1))
    }

    /// `count` numbers from 0 to 1.
    static func even(_ count: Int) -> [Double] { (0..<count).map { Double($0) / Double(count - 1) } }

    private static func areEven(_ values: [Double]) -> Bool {
        values.count >= 3 && zip(values, even(values.count)).allSatisfy { abs($0 - $1) <= 1e-7 + 1e-5 * $1 }
    }

    /// Where predictions are above each threshold, 1 or 0: a new first axis.
    func above(_ predictions: Tensor) -> Tensor {
        let scaled = scale.map { clip(predictions, min: 0, max: 1) * $0 } ?? predictions
        let column = Tensor(limits).reshaped(to: Shape([limits.count] + [Int](repeating: 1, count: predictions.rank)))
        return scaled.greater(column).cast(to: .float32)
    }
}

extension Config {
    /// Thresholds between 0 and 1: nil, one or several.
    func thresholds() throws -> [Double]? {
        let values = try doubles("thresholds")
        if let wrong = values?.first(where: { !($0 >= 0 && $0 <= 1) }) {
            throw MyelinError(.file, "\(owner): thresholds: expected numbers from 0 to 1, got \(wrong)")
        }
        return values
    }

    /// How many evenly spaced thresholds there are; a metric has some numbers for each.
    func thresholdCount(atLeast least: Int) throws -> Int {
        let count = try int("num_thresholds", default: 200)
        guard (least...65536).contains(count) else {
            throw MyelinError(.file, "\(owner): num_thresholds: expected \(least) to 65536, got \(count)")
        }
        return count
    }
}
