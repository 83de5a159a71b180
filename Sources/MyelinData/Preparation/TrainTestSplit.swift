import MyelinCore

/// Divides samples at random into some to train with and some to test with. scikit-learn: `train_test_split`.
///
/// - Parameters:
///   - x: the samples, along the first axis.
///   - y: their targets, likewise.
///   - testFraction: how many of the samples are for testing, rounded up; more than 0 and less than 1. Default: 0.25.
///   - seed: what the division depends on. Default: 0.
///   - classes: a vector of integers; each of them gets the same share in both parts, as nearly as can be.
/// - Throws: `MyelinError` if the counts differ, the fraction is out of range, or a part would be empty.
public func trainTestSplit(
    _ x: Tensor, _ y: Tensor, testFraction: Double = 0.25, seed: UInt64 = 0, stratifiedBy classes: Tensor? = nil
) throws -> (train: (x: Tensor, y: Tensor), test: (x: Tensor, y: Tensor)) {
    guard x.rank > 0, y.rank > 0, x.shape[0] == y.shape[0] else {
        throw MyelinError(
            .data, "trainTestSplit: x and y need the same number of samples, got shapes \(x.shape) and \(y.shape)")
    }
    guard testFraction > 0, testFraction < 1 else {
        throw MyelinError(.argument, "trainTestSplit: testFraction: expected between 0 and 1, got \(testFraction)")
    }
    let count = x.shape[0]
    let testCount = Int((Double(count) * testFraction).rounded(.up))
    guard testCount >= 1, testCount < count else {
        throw MyelinError(.data, "trainTestSplit: \(count) samples leave \(count - testCount) to train with")
    }
    let order = try BatchOrder(count: count, batchSize: count, shuffledBy: seed).samples(of: 0)
    var isTest = [Bool](repeating: false, count: count)
    if let classes {
        guard classes.shape == [count], !classes.dtype.isFloatingPoint else {
            throw MyelinError(
                .data, "trainTestSplit: stratifiedBy: expected \(count) integers, got \(classes.dtype)\(classes.shape)")
        }
        for place in try stratified(order, classes.doubles(), testCount) { isTest[place] = true }
    } else {
        for place in order.prefix(testCount) { isTest[place] = true }
    }
    let train = order.filter { !isTest[$0] }
    let test = order.filter { isTest[$0] }
    return ((try x.rows(train), try y.rows(train)), (try x.rows(test), try y.rows(test)))
}

/// The first samples of each class in the order, as many as its share: rounded down, and what is lacking then goes to the
/// classes with the largest remainders.
private func stratified(_ order: [Int], _ classes: [Double], _ testCount: Int) throws -> [Int] {
    let groups = Dictionary(grouping: order) { classes[$0] }.sorted { $0.key < $1.key }.map(\.value)
    let shares = groups.map { Double($0.count) * Double(testCount) / Double(order.count) }
    var counts = shares.map { Int($0) }
    let byRemainder = shares.indices.sorted { shares[$0] - Double(counts[$0]) > shares[$1] - Double(counts[$1]) }
    for group in byRemainder.prefix(testCount - counts.reduce(0, +)) { counts[group] += 1 }
    return zip(groups, counts).flatMap { $0.prefix($1) }
}
