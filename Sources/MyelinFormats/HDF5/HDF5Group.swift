import MyelinCore

/// One thing in a group.
package enum HDF5Member {
    case group(HDF5Group)
    case dataset(HDF5Dataset)
}

/// A folder of groups and data sets: a value, read from a file as a whole or built up to be written.
package struct HDF5Group {
    package var attributes: [String: HDF5Attribute]
    /// Names and members in the file's order, which for h5py is that of the names' bytes (`10` before `2`).
    package private(set) var members: [(name: String, member: HDF5Member)] = []
    private var index: [String: Int] = [:]

    package init(attributes: [String: HDF5Attribute] = [:]) { self.attributes = attributes }

    /// The member at a path such as `layers/dense/vars/0`. Setting makes the groups on the way, and replaces a data set
    /// that stands in the way; setting nil does nothing.
    package subscript(path: String) -> HDF5Member? {
        get {
            let (name, rest) = Self.split(path)
            guard let member = index[name].map({ members[$0].member }) else { return nil }
            guard let rest else { return member }
            guard case .group(let group) = member else { return nil }
            return group[rest]
        }
        set {
            guard let newValue else { return }
            let (name, rest) = Self.split(path)
            guard let rest else { return set(name, newValue) }
            var group = HDF5Group()
            if case .group(let existing)? = self[name] {
                group = existing
                // The copy in `members` must not keep the group's own members shared, or each addition copies them.
                members[index[name]!].member = .group(HDF5Group())
            }
            group[rest] = newValue
            set(name, .group(group))
        }
    }

    /// The data set at a path.
    ///
    /// - Throws: `MyelinError` of kind `.file` that names the path if there is none, or a group.
    package func dataset(_ path: String) throws -> HDF5Dataset {
        switch self[path] {
        case .dataset(let dataset): return dataset
        case .group: throw MyelinError(.file, "\(path): expected a data set, got a group")
        case nil: throw MyelinError(.file, "\(path): missing; the group has \(contents)")
        }
    }

    /// The group at a path.
    ///
    /// - Throws: `MyelinError` of kind `.file` that names the path if there is none, or a data set.
    package func group(_ path: String) throws -> HDF5Group {
        switch self[path] {
        case .group(let group): return group
        case .dataset: throw MyelinError(.file, "\(path): expected a group, got a data set")
        case nil: throw MyelinError(.file, "\(path): missing; the group has \(contents)")
        }
    }

    /// The paths of all data sets below this group, in order.
    package var datasetPaths: [String] {
        members.flatMap { name, member in
            switch member {
            case .dataset: [name]
            case .group(let group): group.datasetPaths.map { name + "/" + $0 }
            }
        }
    }

    private var contents: String {
        let names = members.prefix(8).map(\.name).joined(separator: ", ")
        return names.isEmpty ? "no members" : names + (members.count > 8 ? ", …" : "")
    }

    private mutating func set(_ name: String, _ member: HDF5Member) {
        if let place = index[name] {
            members[place].member = member
        } else {
            index[name] = members.count
            members.append((name, member))
        }
    }

    private static func split(_ path: String) -> (name: String, rest: String?) {
        guard let slash = path.utf8.firstIndex(of: UInt8(ascii: "/")) else { return (path, nil) }
        return (String(path[..<slash]), String(path[path.utf8.index(after: slash)...]))
    }
}

// Left to infer it, the compiler goes in circles between the member and its group (Swift 6.3, without optimization).
@available(*, unavailable) extension HDF5Member: Sendable {}
@available(*, unavailable) extension HDF5Group: Sendable {}
