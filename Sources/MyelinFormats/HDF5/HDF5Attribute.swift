/// What is attached to a group or a data set by name.
package enum HDF5Attribute: Hashable, Sendable {
    case string(String)
    case strings([String])
    case integer(Int)
    case integers([Int])
    case number(Double)
    case numbers([Double])
    case boolean(Bool)
    case booleans([Bool])
    /// There is an attribute, but no value (`h5py.Empty`).
    case empty
    /// A type that models have no use for; its name.
    case other(String)

    /// The text, if it is one.
    package var string: String? {
        if case .string(let text) = self { text } else { nil }
    }

    /// The texts of a list. h5py writes an empty list as one of floats, hence that counts too.
    package var strings: [String]? {
        switch self {
        case .strings(let texts): texts
        case .numbers([]), .integers([]), .empty: []
        default: nil
        }
    }
}
