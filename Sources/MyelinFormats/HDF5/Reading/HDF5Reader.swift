import MyelinCore

/// Walks a file from its root group: groups, their links, headers, attributes.
final class HDF5Reader {
    private static let deepest = 128
    private static let mostMembers = 1 << 20

    private let image: HDF5Image
    private let budget: HDF5Budget
    private let elementLimit: Int
    private var elementCount = 0
    private var memberCount = 0
    private var heap: HDF5GlobalHeap
    /// The groups around the one being read: a link to one of them would have no end.
    private var ancestors: Set<Int> = []
    private var datasets: [Int: HDF5Dataset] = [:]

    init(_ image: HDF5Image, elementLimit: Int) {
        self.image = image
        self.elementLimit = elementLimit
        budget = HDF5Budget(for: image)
        heap = HDF5GlobalHeap()
    }

    func root() throws -> HDF5Group {
        let member = try object(at: try HDF5Superblock.rootAddress(image, budget), "")
        guard case .group(let group) = member else {
            throw MyelinError(.file, "\(image.name): damaged: its root is no group")
        }
        return group
    }

    private func object(at address: Int, _ path: String) throws -> HDF5Member {
        if let known = datasets[address] { return .dataset(known) }
        let cursor = try HDF5Cursor(image, budget, at: address, place: image.place(path))
        let header = try HDF5ObjectHeader(at: cursor)
        if header.isGroup { return .group(try group(header, address, path)) }
        let dataset = try HDF5Dataset(
            HDF5StoredArray(header, image: image), attributes: try attributes(of: header))
        let (sum, overflow) = elementCount.addingReportingOverflow(dataset.shape.count)
        guard !overflow, sum <= elementLimit else {
            throw cursor.refused(
                "claims shape \(dataset.shape), which makes more than the \(elementLimit) elements expected in the file"
            )
        }
        elementCount = sum
        datasets[address] = dataset
        return .dataset(dataset)
    }

    private func group(_ header: HDF5ObjectHeader, _ address: Int, _ path: String) throws -> HDF5Group {
        guard ancestors.insert(address).inserted else {
            throw header.place.refused("a link back to a group around it: the file is nested without end")
        }
        defer { ancestors.remove(address) }
        guard ancestors.count <= Self.deepest else {
            throw header.place.refused("nested deeper than \(Self.deepest) groups")
        }
        var group = HDF5Group(attributes: try attributes(of: header))
        let links = try HDF5Links.read(header)
        memberCount += links.count
        guard memberCount <= Self.mostMembers else {
            throw header.place.refused("more than \(Self.mostMembers) groups and data sets")
        }
        for (name, target) in links {
            let below = path.isEmpty ? name : path + "/" + name
            guard !name.isEmpty, !name.utf8.contains(UInt8(ascii: "/")), name != "." else {
                throw header.place.damaged("a member is named “\(name)”")
            }
            guard group[name] == nil else {
                throw MyelinError(.file, "\(image.place(below)): damaged: a name that is there twice")
            }
            group[name] = try object(at: target, below)
        }
        return group
    }

    private func attributes(of header: HDF5ObjectHeader) throws -> [String: HDF5Attribute] {
        try header.refuseDenseAttributes()
        var result: [String: HDF5Attribute] = [:]
        for message in header.messages where message.type == .attribute {
            let (name, value) = try HDF5AttributeMessage.read(message, &heap)
            guard result.updateValue(value, forKey: name) == nil else {
                throw header.place.damaged("two attributes “\(name)”")
            }
        }
        return result
    }
}
