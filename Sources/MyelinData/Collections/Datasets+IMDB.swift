import MyelinCore

extension Datasets {
    /// How reviews become sequences of numbers; names and defaults are Keras' (`keras.datasets.imdb.load_data`).
    public struct IMDBOptions: Sendable {
        /// Words of this number and above are replaced by `outOfVocabulary`; nil keeps all but the rarest. Keras:
        /// `num_words`.
        public var numberOfWords: Int?
        /// Words below this number are replaced likewise. Keras: `skip_top`.
        public var skipTop = 0
        /// Only reviews with fewer numbers than this are kept; nil keeps all. Keras: `maxlen`.
        public var maximumLength: Int?
        /// The order of the reviews. Keras: `seed`.
        public var seed: UInt32 = 113
        /// Stands at the beginning of each review; nil leaves it out. Keras: `start_char`.
        public var startMark: Int32? = 1
        /// Stands for a replaced word; nil leaves the word out. Keras: `oov_char`.
        public var outOfVocabulary: Int32? = 2
        /// Added to each word's rank. Keras: `index_from`.
        public var indexFrom: Int32 = 3

        public init(numberOfWords: Int? = nil) { self.numberOfWords = numberOfWords }
    }

    /// IMDB: film reviews as sequences of word numbers, 25,000 to train with and 25,000 to test with (Maas et al. 2011).
    ///
    /// A word's number is its rank by frequency, 1 for the most frequent, plus `indexFrom`. Labels: 0 negative, 1 positive.
    /// Reviews come in the order that Keras gives them.
    ///
    /// - Parameters:
    ///   - numberOfWords: words of this number and above are replaced by 2; nil keeps all but the rarest.
    ///   - directory: a folder with Keras' `imdb.npz`, or with the text archive (`aclImdb_v1.tar.gz` or the folder
    ///     `aclImdb`), or with a subfolder `imdb` that has one of them. Default: what `MYELIN_DATA_DIR` names, else the
    ///     cache and a download of 17 MB.
    ///   - progress: who hears how far a download is.
    public static func imdb(
        numberOfWords: Int? = nil, directory: String? = nil, progress: DownloadProgress = .terminal
    ) throws -> LabelledDataset<[[Int32]]> {
        try imdb(IMDBOptions(numberOfWords: numberOfWords), directory: directory, progress: progress)
    }

    /// IMDB with all of Keras' options.
    public static func imdb(
        _ options: IMDBOptions, directory: String? = nil, progress: DownloadProgress = .terminal
    ) throws -> LabelledDataset<[[Int32]]> {
        guard let folder = namedFolder(directory) else {
            do {
                let path = try path(of: imdbArrays, dataset: "imdb", in: nil, progress: progress)
                return try imdb(arrays: path, options)
            } catch let error as MyelinError where error.kind == .network {
                do {
                    let path = try path(of: imdbTexts, dataset: "imdb", in: nil, progress: progress)
                    return try imdb(texts: path, options)
                } catch let other as MyelinError where other.kind == .network {
                    throw MyelinError(.network, "\(error.message); \(other.message)")
                }
            }
        }
        for place in [FileSystem.join(folder, "imdb"), folder] {
            let arrays = FileSystem.join(place, imdbArrays.name)
            if FileSystem.isFile(arrays) { return try imdb(arrays: arrays, options) }
            for name in [imdbTexts.name, "aclImdb_v1_labelled.tar.gz", "aclImdb"] {
                let texts = FileSystem.join(place, name)
                if FileSystem.exists(texts) { return try imdb(texts: texts, options) }
            }
        }
        // Says what is missing.
        let path = try path(
            of: imdbArrays, alternatives: [imdbTexts.name, "aclImdb"], dataset: "imdb", in: directory,
            progress: progress)
        return try imdb(arrays: path, options)
    }

    /// The reviews in a file of Keras' form: `x_train` and `x_test` hold lists of ranks, `y_train` and `y_test` labels.
    package static func imdb(arrays path: String, _ options: IMDBOptions) throws -> LabelledDataset<[[Int32]]> {
        func reviews(_ part: String) throws -> Reviews {
            let x = try NumPy.readIntegerLists(npz: path, array: "x_" + part)
            let y = try NumPy.read(npz: path, array: "y_" + part)
            guard y.shape == [x.count] else {
                throw MyelinError(.file, "\(path): expected \(x.count) labels y_\(part), got shape \(y.shape)")
            }
            return Reviews(ranks: x, labels: try labels(y, path, "y_" + part))
        }
        return try dataset(train: reviews("train"), test: reviews("test"), options, source: path)
    }

    /// The reviews in the text archive, packed or unpacked.
    ///
    /// Ranks are those of `imdb_word_index.json` where that file stands beside the archive, else they are counted in the
    /// training reviews. Words without a rank are left out.
    package static func imdb(texts path: String, _ options: IMDBOptions) throws -> LabelledDataset<[[Int32]]> {
        let texts = try ReviewTexts(path)
        let index = FileSystem.join(FileSystem.parent(of: path), imdbIndex.name)
        let ranks = FileSystem.isFile(index) ? texts.ranks(from: try WordIndex.read(index)) : texts.countedRanks()
        return try dataset(
            train: texts.reviews("train", ranks), test: texts.reviews("test", ranks), options, source: path)
    }

    /// The rank of each word, 1 for the most frequent. Keras: `imdb.get_word_index`.
    public static func imdbWordIndex(
        directory: String? = nil, progress: DownloadProgress = .terminal
    ) throws -> [String: Int] {
        try WordIndex.read(path(of: imdbIndex, dataset: "imdb", in: directory, progress: progress))
    }

    private static let kerasPlace = "https://storage.googleapis.com/tensorflow/tf-keras-datasets/"
    private static let imdbArrays = File(
        name: "imdb.npz", sha256: "69664113be75683a8fe16e3ed0ab59fda8886cb3cd7ada244f7d9544e4676b9f",
        urls: [kerasPlace + "imdb.npz"])
    private static let imdbTexts = File(
        name: "aclImdb_v1.tar.gz", sha256: "c40f74a18d3b61f90feba1e17730e0d38e8b97c05fde7008942e91923d1658fe",
        urls: ["https://ai.stanford.edu/~amaas/data/sentiment/aclImdb_v1.tar.gz"])
    private static let imdbIndex = File(
        name: "imdb_word_index.json", sha256: nil, urls: [kerasPlace + "imdb_word_index.json"])

    /// Reviews as ranks, before the options are applied.
    struct Reviews {
        var ranks: [[Int32]]
        var labels: [UInt8]
    }

    private static func labels(_ y: Tensor, _ path: String, _ name: String) throws -> [UInt8] {
        func converted<Label: TensorScalar & BinaryInteger>(_: Label.Type) throws -> [UInt8] {
            try y.storage().elements(as: Label.self).map { label in
                guard label == 0 || label == 1 else {
                    throw MyelinError(.file, "\(path): \(name): label \(label), expected 0 or 1")
                }
                return UInt8(label)
            }
        }
        switch y.dtype {
        case .uint8, .bool: return try converted(UInt8.self)
        case .int32: return try converted(Int32.self)
        case .int64: return try converted(Int64.self)
        case .float32, .float64: throw MyelinError(.file, "\(path): \(name): expected integers, got \(y.dtype)")
        }
    }

    /// Keras' `load_data` after reading, step by step.
    private static func dataset(
        train: Reviews, test: Reviews, _ options: IMDBOptions, source: String
    ) throws -> LabelledDataset<[[Int32]]> {
        var generator = MersenneTwister(seed: options.seed)
        var parts = try [train, test].map { reviews in
            var part = Reviews(ranks: [], labels: [])
            for place in generator.shuffled(reviews.ranks.count) {
                let ranks = reviews.ranks[place]
                guard ranks.allSatisfy({ !$0.addingReportingOverflow(options.indexFrom).overflow }) else {
                    throw MyelinError(.file, "\(source): a word's rank is beyond 32 bits")
                }
                let start = options.startMark == nil ? 0 : 1
                let count = start + ranks.count
                if let limit = options.maximumLength, count >= limit { continue }
                part.ranks.append(
                    [Int32](unsafeUninitializedCapacity: count) { numbers, initialized in
                        if let mark = options.startMark { numbers[0] = mark }
                        for index in ranks.indices { numbers[start + index] = ranks[index] + options.indexFrom }
                        initialized = count
                    })
                part.labels.append(reviews.labels[place])
            }
            guard !part.ranks.isEmpty else {
                let limit = options.maximumLength.map { " with fewer than \($0) words; raise maximumLength" } ?? ""
                throw MyelinError(.data, "\(source): no reviews\(limit)")
            }
            return part
        }
        // As Keras, which takes the largest number itself for one too many.
        let limit = options.numberOfWords ?? Int(parts.flatMap { $0.ranks.lazy.compactMap { $0.max() } }.max() ?? 0)
        for index in parts.indices {
            for place in parts[index].ranks.indices {
                if let replacement = options.outOfVocabulary {
                    parts[index].ranks[place].withUnsafeMutableBufferPointer { numbers in
                        for i in numbers.indices where numbers[i] < options.skipTop || numbers[i] >= limit {
                            numbers[i] = replacement
                        }
                    }
                } else {
                    parts[index].ranks[place].removeAll { $0 < options.skipTop || $0 >= limit }
                }
            }
        }
        func result(_ part: Reviews) -> LabelledDataset<[[Int32]]>.Part {
            .init(x: part.ranks, y: Tensor(part.labels, shape: [part.labels.count]))
        }
        return LabelledDataset(
            train: result(parts[0]), test: result(parts[1]), classNames: ["negative", "positive"], source: source)
    }
}
