/// What every failure that a user can cause is thrown as: a kind to test for and one line to read.
///
/// The line names the place (a layer, a file, an argument), what was expected and what came.
public struct MyelinError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What sort of thing went wrong.
    public enum Kind: String, Hashable, Sendable {
        /// Shapes that do not fit each other or the operation.
        case shape
        /// An element type that the operation does not take.
        case dtype
        /// An argument outside of what is possible.
        case argument
        /// Data that cannot be used: counts that differ, labels out of range, not a number.
        case data
        /// A file that cannot be read or written, or whose content is damaged.
        case file
        /// A download that failed.
        case network
        /// A name that no registry knows.
        case unknownName
        /// Training that cannot go on.
        case training
    }

    /// What sort of thing went wrong, for programs that tell errors apart.
    public let kind: Kind
    /// Where it happened, what was expected and what came, for people to read.
    public let message: String

    /// An error of one's own; a layer puts its name in front of the message.
    public init(_ kind: Kind, _ message: String) {
        self.kind = kind
        self.message = message
    }

    public var description: String { message }

    /// The same error with the place in front: `conv2d_1: expected …`.
    public func located(at place: String) -> MyelinError {
        message.hasPrefix(place + ": ") ? self : MyelinError(kind, "\(place): \(message)")
    }
}
