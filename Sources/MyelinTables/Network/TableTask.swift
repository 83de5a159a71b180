/// What a network learns of a table.
public enum TableTask: String, Sendable, CaseIterable {
    /// By the target: texts, booleans and up to twenty different whole numbers are classes, other numbers are numbers.
    case automatic = "auto"
    /// A number.
    case regression
    /// One of two classes.
    case binary
    /// One of several classes.
    case multiclass
}
