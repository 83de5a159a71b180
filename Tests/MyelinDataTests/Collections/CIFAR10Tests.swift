import MyelinCore
import MyelinData
import Testing

@Suite struct CIFAR10Tests {
    private let folder = TemporaryFolder()
    private static let names = (1...5).map { "data_batch_\($0).bin" } + ["test_batch.bin"]

    /// A record whose red, green and blue pixels count up from different numbers.
    private func record(_ label: UInt8) -> [UInt8] {
        [label] + (0..<3).flatMap { channel in (0..<1024).map { UInt8(($0 + 50 * channel + Int(label)) % 256) } }
    }

    /// Batch number i has i records of label i.
    private func batches() -> [[UInt8]] {
        (1...6).map { number in (0..<number).flatMap { _ in record(UInt8(number)) } }
    }

    private func write(_ place: String) throws {
        for (name, bytes) in zip(Self.names, batches()) { try folder.write(bytes, place + name) }
    }

    private func check(_ data: LabelledDataset<Tensor>) throws {
        #expect(data.train.x.shape == [15, 32, 32, 3] && data.test.x.shape == [6, 32, 32, 3])
        #expect(
            try data.train.y.scalars(UInt8.self) == (1...5).flatMap { [UInt8](repeating: UInt8($0), count: $0) })
        #expect(try data.train.x[14, 0, 0].scalars(UInt8.self) == [5, 55, 105])
        #expect(try data.test.x[5, 31, 31].scalars(UInt8.self) == [UInt8((1023 + 6) % 256), 55, 105])
        #expect(data.classNames[5] == "dog")
    }

    @Test("Batches are found in the folder and its subfolders", arguments: ["", "cifar-10-batches-bin/", "cifar-10/"])
    func batchesAreFound(_ place: String) throws {
        try write(place)
        try check(Datasets.cifar10(directory: folder.path))
    }

    @Test("The archive is read as it is")
    func theArchiveIsReadAsItIs() throws {
        var archive: [UInt8] = []
        // In another order, as archives have it.
        for (name, bytes) in zip(Self.names, batches()).reversed() {
            var header = [UInt8](repeating: 0, count: 512)
            func put(_ text: String, _ place: Int) {
                header.replaceSubrange(place..<place + text.utf8.count, with: text.utf8)
            }
            put("cifar-10-batches-bin/" + name, 0)
            put(String(bytes.count, radix: 8), 124)
            put("0", 156)
            let sum = header.reduce(8 * 32) { $0 + Int($1) }
            put(String(sum, radix: 8), 148)
            archive += header + bytes + [UInt8](repeating: 0, count: (512 - bytes.count % 512) % 512)
        }
        try folder.writePacked(archive + [UInt8](repeating: 0, count: 1024), "cifar-10-binary.tar.gz")
        try check(Datasets.cifar10(directory: folder.path))
    }

    @Test("What is missing or damaged is named, and where to get it")
    func whatIsMissingOrDamagedIsNamed() throws {
        expectError(.file, folder.path, "https://www.cs.toronto.edu/~kriz/cifar-10-binary.tar.gz") {
            _ = try Datasets.cifar10(directory: folder.path)
        }
        try write("")
        try folder.write(record(11), Self.names[2])
        expectError(.file, Self.names[2], "label 11") { _ = try Datasets.cifar10(directory: folder.path) }
        try folder.write(Array(record(1).dropLast()), Self.names[2])
        expectError(.file, Self.names[2], "records of 3073 bytes, got 3072") {
            _ = try Datasets.cifar10(directory: folder.path)
        }
        FileSystem.remove(folder.path + "/" + Self.names[2])
        expectError(.file, "lacks \(Self.names[2])") { _ = try Datasets.cifar10(directory: folder.path) }
    }
}
