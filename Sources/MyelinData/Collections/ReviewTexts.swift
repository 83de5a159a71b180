import MyelinCore

/// The film reviews of the text archive `aclImdb`: a folder for training and one for test, in each one for positive and one
/// for negative reviews, in those a file for each review.
struct ReviewTexts {
    private struct Review {
        let part: String
        let label: UInt8
        let name: String
        let words: [Int32]
    }

    /// Sorted by name, the negative ones first, so that the order does not depend on how the archive was packed.
    private var reviews: [Review] = []
    private var table = WordTable()

    /// A longer review is a damaged one.
    private static let longestReview = 1 << 20

    /// Reads the archive `….tar.gz` or the unpacked folder.
    init(_ path: String) throws {
        if FileSystem.isDirectory(path) { try readFolder(path) } else { try readArchive(path) }
        for part in ["train", "test"] {
            for (label, folder) in ["neg", "pos"].enumerated()
            where !reviews.contains(where: { $0.part == part && $0.label == label }) {
                throw MyelinError(.file, "\(path): no reviews in \(part)/\(folder)")
            }
        }
        reviews.sort { ($0.label, $0.name) < ($1.label, $1.name) }
    }

    private mutating func readArchive(_ path: String) throws {
        var archive = TarReader(try CompressedFile(path))
        while let entry = try archive.next() {
            let folders = entry.name.split(separator: "/").map(String.init)
            guard entry.isFile, folders.count >= 3 else { continue }
            let (part, kind, name) = (
                folders[folders.count - 3], folders[folders.count - 2], folders[folders.count - 1]
            )
            guard ["train", "test"].contains(part), ["neg", "pos"].contains(kind), name.hasSuffix(".txt") else {
                continue
            }
            guard entry.byteCount <= Self.longestReview else { throw Self.tooLong("\(path): \(entry.name)") }
            add(try archive.read(entry), part, kind, name)
        }
    }

    private mutating func readFolder(_ path: String) throws {
        for part in ["train", "test"] {
            for kind in ["neg", "pos"] {
                let folder = FileSystem.join(FileSystem.join(path, part), kind)
                for name in try FileSystem.names(in: folder) where name.hasSuffix(".txt") {
                    let file = FileSystem.join(folder, name)
                    guard FileSystem.size(file) ?? 0 <= Self.longestReview else { throw Self.tooLong(file) }
                    add(try FileSystem.contents(of: file), part, kind, name)
                }
            }
        }
    }

    private static func tooLong(_ place: String) -> MyelinError {
        MyelinError(.file, "\(place): longer than \(longestReview) bytes, which no review is")
    }

    private mutating func add(_ text: [UInt8], _ part: String, _ kind: String, _ name: String) {
        let words = Words.numbers(in: text, &table)
        reviews.append(Review(part: part, label: kind == "pos" ? 1 : 0, name: name, words: words))
    }

    /// Each word's rank by the number of times that it stands in training reviews, equal ones in the order in which they
    /// come; 0 for those that stand in none.
    func countedRanks() -> [Int32] {
        var counts = [Int](repeating: 0, count: table.count)
        var order: [Int] = []
        for review in reviews where review.part == "train" {
            for word in review.words {
                if counts[Int(word)] == 0 { order.append(Int(word)) }
                counts[Int(word)] += 1
            }
        }
        // Swift's sort keeps the order of equal elements.
        order.sort { counts[$0] > counts[$1] }
        var ranks = [Int32](repeating: 0, count: table.count)
        for (place, word) in order.enumerated() { ranks[word] = Int32(place + 1) }
        return ranks
    }

    /// Each word's rank in an index; 0 for those that are not in it.
    func ranks(from index: [String: Int]) -> [Int32] {
        (0..<table.count).map { Int32(clamping: index[table.word($0)] ?? 0) }
    }

    func reviews(_ part: String, _ ranks: [Int32]) -> Datasets.Reviews {
        let chosen = reviews.filter { $0.part == part }
        return Datasets.Reviews(
            ranks: chosen.map { $0.words.lazy.map { ranks[Int($0)] }.filter { $0 > 0 } }, labels: chosen.map(\.label))
    }
}
