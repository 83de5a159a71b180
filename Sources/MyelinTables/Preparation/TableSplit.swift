import MyelinCore
import MyelinData

/// Divides the rows of a table at random into some to train with and some to test with. scikit-learn: `train_test_split`.
///
/// - Parameters:
///   - testFraction: how many of the rows are for testing, rounded up; more than 0 and less than 1. Default: 0.25.
///   - seed: what the division depends on. Default: 0.
///   - column: one whose values get the same share in both parts, as nearly as can be.
/// - Throws: `MyelinError` if there is no such column, the fraction is out of range, or a part would be empty.
public func trainTestSplit(
    _ table: Table, testFraction: Double = 0.25, seed: UInt64 = 0, stratifiedBy column: String? = nil
) throws -> (train: Table, test: Table) {
    let classes = try column.map { try ClassNumbers(table[$0]).numbers }
    let parts = try divide(Array(0..<table.rowCount), testFraction, seed: seed, stratifiedBy: classes)
    return (table.rows(parts.train), table.rows(parts.test))
}

/// Divides row numbers as `trainTestSplit` does samples.
///
/// - Parameter classes: of all rows, by their numbers.
package func divide(
    _ rows: [Int], _ testFraction: Double, seed: UInt64, stratifiedBy classes: [Int]?
) throws -> (train: [Int], test: [Int]) {
    let numbers = Tensor(rows.map { Int64($0) }, shape: [rows.count])
    let own = classes.map { classes in Tensor(rows.map { Int64(classes[$0]) }, shape: [rows.count]) }
    let parts = try trainTestSplit(numbers, numbers, testFraction: testFraction, seed: seed, stratifiedBy: own)
    return (try parts.train.x.scalars(Int.self), try parts.test.x.scalars(Int.self))
}

/// The values of a column by numbers: what sorts before has the lower one; -1 where one is missing.
struct ClassNumbers {
    let names: [String]
    let numbers: [Int]

    init(_ column: Column) {
        names = column.distinct
        let places = Dictionary(uniqueKeysWithValues: names.enumerated().map { ($1, $0) })
        numbers = column.texts.map { $0.flatMap { places[$0] } ?? -1 }
    }
}
