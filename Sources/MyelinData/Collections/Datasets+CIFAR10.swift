import MyelinCore

extension Datasets {
    /// CIFAR-10: small photographs of ten sorts of things (Krizhevsky 2009).
    ///
    /// The images are UInt8 of shape (50000, 32, 32, 3) and (10000, 32, 32, 3), red, green and blue; the labels UInt8 from
    /// 0 to 9.
    ///
    /// - Parameters:
    ///   - directory: a folder with the binary version's files (`data_batch_1.bin` to `data_batch_5.bin` and
    ///     `test_batch.bin`) or its archive `cifar-10-binary.tar.gz`, or with a subfolder `cifar-10-batches-bin` or
    ///     `cifar-10` that has them. Default: what `MYELIN_DATA_DIR` names, else the cache and a download of 170 MB.
    ///   - progress: who hears how far a download is.
    /// - Throws: `MyelinError`, of kind `.file` if the folder lacks a file or one is damaged, of kind `.network` if the
    ///   download fails.
    public static func cifar10(
        directory: String? = nil, progress: DownloadProgress = .terminal
    ) throws -> LabelledDataset<Tensor> {
        guard let folder = namedFolder(directory) else {
            return try cifar10(archive: path(of: CIFAR10.archive, dataset: "cifar-10", in: nil, progress: progress))
        }
        for place in CIFAR10.places(in: folder) {
            if let found = CIFAR10.files(in: place) { return try cifar10(found) }
        }
        throw MyelinError(
            .file,
            "\(folder): lacks \(CIFAR10.names[0]) or \(CIFAR10.archive.name), which cifar-10 needs; the binary version is "
                + "to be had at \(CIFAR10.archive.urls[0]), and is downloaded without a named folder")
    }

    /// Whether a folder has the files of CIFAR-10.
    package static func hasCIFAR10(in folder: String) -> Bool {
        CIFAR10.places(in: folder).contains { CIFAR10.files(in: $0) != nil }
    }

    private static func cifar10(_ found: CIFAR10.Files) throws -> LabelledDataset<Tensor> {
        switch found {
        case .archive(let path): return try cifar10(archive: path)
        case .batches(let folder):
            let parts = try CIFAR10.names.map { name -> (String, [UInt8]) in
                let path = FileSystem.join(folder, name)
                guard FileSystem.exists(path) else {
                    throw MyelinError(.file, "\(folder): lacks \(name), which cifar-10 needs")
                }
                return (path, try CIFAR10.contents(of: CompressedFile(path)))
            }
            return try CIFAR10.dataset(parts, source: folder)
        }
    }

    private static func cifar10(archive path: String) throws -> LabelledDataset<Tensor> {
        var reader = TarReader(try CompressedFile(path))
        var found: [String: [UInt8]] = [:]
        while let entry = try reader.next() {
            let name = FileSystem.name(of: entry.name)
            guard entry.isFile, CIFAR10.names.contains(name) else { continue }
            guard entry.byteCount <= CIFAR10.mostBytes else {
                throw MyelinError(.file, "\(path): \(name): damaged: \(entry.byteCount) bytes")
            }
            found[name] = try reader.read(entry)
        }
        let parts = try CIFAR10.names.map { name -> (String, [UInt8]) in
            guard let bytes = found[name] else { throw MyelinError(.file, "\(path): lacks \(name)") }
            return ("\(path): \(name)", bytes)
        }
        return try CIFAR10.dataset(parts, source: path)
    }
}

/// The binary version of CIFAR-10: records of a label and 32 × 32 pixels, all red ones first, then green, then blue.
private enum CIFAR10 {
    enum Files {
        case archive(String)
        case batches(folder: String)
    }

    static let archive = Datasets.File(
        name: "cifar-10-binary.tar.gz", sha256: "c4a38c50a1bc5f3a1c5537f2155ab9d68f9f25eb1ed8d9ddda3db29a59bca1dd",
        urls: ["https://www.cs.toronto.edu/~kriz/cifar-10-binary.tar.gz"])
    /// The last one is for testing.
    static let names = (1...5).map { "data_batch_\($0).bin" } + ["test_batch.bin"]
    static let classNames = [
        "airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck",
    ]
    private static let pixels = 32 * 32
    private static let record = 1 + 3 * pixels
    /// Of a file: ten times as many records as the real ones have.
    static let mostBytes = 100_000 * record

    static func places(in folder: String) -> [String] {
        [folder] + ["cifar-10-batches-bin", "cifar-10", "cifar10"].map { FileSystem.join(folder, $0) }
    }

    /// What of the data set lies in a folder.
    static func files(in folder: String) -> Files? {
        if FileSystem.exists(FileSystem.join(folder, names[0])) { return .batches(folder: folder) }
        let path = FileSystem.join(folder, archive.name)
        if FileSystem.exists(path) { return .archive(path) }
        let inner = FileSystem.join(folder, "cifar-10-batches-bin")
        return FileSystem.exists(FileSystem.join(inner, names[0])) ? .batches(folder: inner) : nil
    }

    static func contents(of file: CompressedFile) throws -> [UInt8] {
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 1 << 20)
        while true {
            let count = try chunk.withUnsafeMutableBytes { try file.read(into: $0.baseAddress!, count: $0.count) }
            if count == 0 { return bytes }
            guard bytes.count + count <= mostBytes else {
                throw MyelinError(.file, "\(file.place): more than the \(mostBytes) bytes that a batch may have")
            }
            bytes += chunk[..<count]
        }
    }

    static func dataset(_ parts: [(place: String, bytes: [UInt8])], source: String) throws -> LabelledDataset<Tensor> {
        for part in parts {
            guard !part.bytes.isEmpty, part.bytes.count % record == 0 else {
                throw MyelinError(
                    .file, "\(part.place): expected records of \(record) bytes, got \(part.bytes.count) bytes")
            }
            for place in stride(from: 0, to: part.bytes.count, by: record)
            where part.bytes[place] >= classNames.count {
                throw MyelinError(.file, "\(part.place): label \(part.bytes[place]), expected from 0 to 9")
            }
        }
        return LabelledDataset(
            train: part(parts.dropLast().map(\.bytes)), test: part(parts.suffix(1).map(\.bytes)),
            classNames: classNames, source: source)
    }

    private static func part(_ batches: [[UInt8]]) -> LabelledDataset<Tensor>.Part {
        let count = batches.reduce(0) { $0 + $1.count / record }
        let images = Storage(byteCount: count * 3 * pixels)
        var labels: [UInt8] = []
        labels.reserveCapacity(count)
        var result = images.bytes.assumingMemoryBound(to: UInt8.self)
        for batch in batches {
            batch.withUnsafeBufferPointer { bytes in
                for start in stride(from: 0, to: bytes.count, by: record) {
                    labels.append(bytes[start])
                    let colours = bytes.baseAddress! + start + 1
                    for pixel in 0..<pixels {
                        for channel in 0..<3 { result[3 * pixel + channel] = colours[channel * pixels + pixel] }
                    }
                    result += 3 * pixels
                }
            }
        }
        return .init(
            x: Tensor(storage: images, shape: [count, 32, 32, 3], dtype: .uint8),
            y: Tensor(labels, shape: [count]))
    }
}
