import MyelinCore

/// The column that a network learns to tell.
public struct TableTarget: Sendable {
    /// The column's name.
    public let name: String
    /// Never `.automatic`.
    public let task: TableTask
    /// By class number; empty for numbers.
    public let classNames: [String]
    /// Of each row the number, or the class' number; NaN where it is missing.
    let values: [Double]

    /// Up to so many different whole numbers are taken for classes.
    static let mostNumberedClasses = 20

    /// - Throws: `MyelinError` of kind `.data` if the column cannot be what is asked for, or does not vary.
    ///
    /// - Parameter mostClasses: more are an error.
    init(_ column: Column, task wanted: TableTask, mostClasses: Int) throws {
        name = column.name
        let classes = ClassNumbers(column), count = classes.names.count
        let place = "target '\(column.name)'"
        guard count > 0 else { throw MyelinError(.data, "\(place): has no values") }
        guard count > 1 else {
            throw MyelinError(
                .data,
                "\(place): is '\(classes.names[0])' in every row, expected two classes or more; there is nothing to learn"
            )
        }
        task = wanted == .automatic ? Self.inferred(column, classCount: count) : wanted
        switch task {
        case .regression, .automatic:
            guard let numbers = column.numbers else {
                throw MyelinError(
                    .data, "\(place): a regression needs numbers, got '\(classes.names[0])'; choose another task")
            }
            classNames = []
            values = numbers
        case .binary, .multiclass:
            guard task == .multiclass || count == 2 else {
                throw MyelinError(
                    .data, "\(place): a binary task needs two classes, got \(count): \(Self.listed(classes.names))")
            }
            guard count <= column.count / 2 else {
                throw MyelinError(
                    .data,
                    "\(place): \(count) classes in \(column.count) rows, expected several rows of each; "
                        + "is it the right column, or a number to be told by a regression?")
            }
            guard count <= mostClasses else {
                throw MyelinError(
                    .data,
                    "\(place): has \(count) classes in \(column.count) rows, expected at most \(mostClasses), such as "
                        + "'\(classes.names[0].prefix(40))'; is it the right column? Join rare classes into one, or allow "
                        + "that many (--max-categories)")
            }
            classNames = classes.names
            values = classes.numbers.map { $0 < 0 ? .nan : Double($0) }
        }
    }

    /// The class number of each row, of a target that has classes; -1 where it is missing.
    var classes: [Int] { values.map { $0.isNaN ? -1 : Int($0) } }

    private static func inferred(_ column: Column, classCount: Int) -> TableTask {
        if case .numbers(let values) = column.values {
            let isWhole = values.allSatisfy { $0.isNaN || $0 == $0.rounded() }
            guard isWhole, classCount <= mostNumberedClasses, classCount <= column.count / 2 else { return .regression }
        }
        return classCount == 2 ? .binary : .multiclass
    }

    static func listed(_ names: [String]) -> String {
        names.prefix(8).map { "'\($0)'" }.joined(separator: ", ") + (names.count > 8 ? ", …" : "")
    }
}
