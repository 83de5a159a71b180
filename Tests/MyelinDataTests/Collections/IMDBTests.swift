import MyelinCore
import MyelinData
import Testing

@Suite struct IMDBTests {
    private let folder = TemporaryFolder()
    private let reviews: [(name: String, text: String)] = [
        ("train/neg/0_1.txt", "Bad, bad film!<br />It's BAD."), ("train/neg/1_2.txt", "a film"),
        ("train/pos/0_9.txt", "Été: a good film"), ("test/neg/0_3.txt", "bad unseen film"),
        ("test/pos/0_8.txt", "good"),
    ]

    /// A tar archive of the reviews, with folders and padding as the original has them.
    private func archive() -> [UInt8] {
        func entry(_ name: String, _ content: [UInt8], type: Character) -> [UInt8] {
            var header = [UInt8](repeating: 0, count: 512)
            func put(_ text: String, at place: Int) {
                header.replaceSubrange(place..<(place + text.utf8.count), with: text.utf8)
            }
            func octal(_ number: Int, _ digits: Int) -> String {
                let text = String(number, radix: 8)
                return String(repeating: "0", count: digits - text.count) + text
            }
            put(name, at: 0)
            put("0000644", at: 100)
            put(octal(content.count, 11), at: 124)
            put("        ", at: 148)
            put(String(type), at: 156)
            put("ustar\u{0}00", at: 257)
            put(octal(header.reduce(0) { $0 + Int($1) }, 6) + "\u{0} ", at: 148)
            return header + content + [UInt8](repeating: 0, count: (512 - content.count % 512) % 512)
        }
        var bytes = entry("aclImdb/", [], type: "5") + entry("aclImdb/README", Array("text".utf8), type: "0")
        bytes += entry("aclImdb/train/unsup/0_0.txt", Array("unlabelled".utf8), type: "0")
        for review in reviews.reversed() {
            bytes += entry("aclImdb/" + review.name, Array(review.text.utf8), type: "0")
        }
        return bytes + [UInt8](repeating: 0, count: 1024)
    }

    /// As counted by hand: bad 3, film 3, a 2, then in order of appearance br, it's, été, good.
    @Test("Words are ranked in the training reviews by Keras' rules")
    func wordsAreRankedInTheTrainingReviewsByKerasRules() throws {
        var options = Datasets.IMDBOptions(numberOfWords: 100)
        options.startMark = nil
        options.indexFrom = 0
        try folder.writePacked(archive(), "imdb/aclImdb_v1.tar.gz")
        let packed = try Datasets.imdb(options, directory: folder.path)
        #expect(Set(packed.train.x) == [[1, 1, 2, 4, 5, 1], [3, 2], [6, 3, 7, 2]])
        #expect(packed.train.y.count == 3)
        for (sequence, label) in zip(packed.train.x, try packed.train.y.scalars(UInt8.self)) {
            #expect(label == (sequence.first == 6 ? 1 : 0))
        }
        // A word that stands in no training review is left out.
        #expect(Set(packed.test.x) == [[1, 2], [7]])

        let other = TemporaryFolder()
        for review in reviews { try other.write(Array(review.text.utf8), "aclImdb/" + review.name) }
        let unpacked = try Datasets.imdb(options, directory: other.path)
        #expect(unpacked.train.x == packed.train.x && unpacked.test.x == packed.test.x)
        #expect(unpacked.classNames == ["negative", "positive"])
    }

    @Test("A word index beside the reviews gives the ranks")
    func aWordIndexBesideTheReviewsGivesTheRanks() throws {
        for review in reviews { try folder.write(Array(review.text.utf8), "aclImdb/" + review.name) }
        try folder.write(Array(#"{"film": 1, "good": 2, "\u00e9t\u00e9": 12}"#.utf8), "imdb_word_index.json")
        var options = Datasets.IMDBOptions()
        options.outOfVocabulary = nil
        let data = try Datasets.imdb(options, directory: folder.path)
        // The largest number, 15, counts as one too many, as in Keras.
        #expect(Set(data.train.x) == [[1, 4], [1, 5, 4]])
        #expect(try Datasets.imdbWordIndex(directory: folder.path) == ["film": 1, "good": 2, "été": 12])
        for odd in [
            "", "{", #"{"a": }"#, #"{"a": 1"#, #"{"a" 1}"#, #"{"\x": 1}"#, #"{"\u12": 1}"#, "{\"a\": 1} x", "[1]",
        ] {
            try folder.write(Array(odd.utf8), "imdb_word_index.json")
            expectError(.file, "imdb_word_index.json", "damaged") {
                _ = try Datasets.imdb(options, directory: folder.path)
            }
        }
    }

    @Test("Options do what they do in Keras")
    func optionsDoWhatTheyDoInKeras() throws {
        let path = try writeArrays(["train", "test"])
        func train(_ change: (inout Datasets.IMDBOptions) -> Void) throws -> [[Int32]] {
            var options = Datasets.IMDBOptions(numberOfWords: 100)
            change(&options)
            let data = try Datasets.imdb(options, directory: FileSystem.parent(of: path))
            #expect(data.train.x.count == data.train.y.count)
            return data.train.x
        }
        // NumPy shuffles three reviews with the seed 113 to 2, 0, 1; numbers are ranks + 3.
        let all = try train { _ in }
        #expect(all == [[1], [1, 4, 5, 2], [1, 2, 2]])
        #expect(try train { $0.numberOfWords = 5 }.contains([1, 4, 2, 2]))
        #expect(try train { $0.skipTop = 5 }.contains([2, 2, 5, 2]))
        #expect(try train { $0.maximumLength = 3 } == [[1]])
        #expect(try train { $0.outOfVocabulary = nil }.contains([1, 4, 5]))
        expectError(.data, "fewer than 1", "maximumLength") { _ = try train { $0.maximumLength = 1 } }
    }

    /// An archive of Keras' form with the lists `[1, 2, 300]`, `[70000, -5]`, `[]` in each part.
    private func writeArrays(_ parts: [String]) throws -> String {
        let header = Array("{'descr': '|O', 'fortran_order': False, 'shape': (3,), }\n".utf8)
        let lists =
            [0x93] + Array("NUMPY".utf8) + [1, 0, UInt8(header.count), 0] + header + PickleFixtures.protocols[4]
        let labels = Array("{'descr': '|u1', 'fortran_order': False, 'shape': (3,), }\n".utf8)
        let classes = [0x93] + Array("NUMPY".utf8) + [1, 0, UInt8(labels.count), 0] + labels + [1, 0, 1]
        let path = try folder.path("imdb.npz")
        try Zip.write(
            parts.flatMap {
                [Zip.NewMember("x_\($0).npy", lists, isDeflated: true), Zip.NewMember("y_\($0).npy", classes)]
            },
            to: path)
        return path
    }

    @Test("Archives that are damaged or lack something are refused")
    func archivesThatAreDamagedOrLackSomethingAreRefused() throws {
        let path = try writeArrays(["train"])
        expectError(.file, path, "no member x_test.npy") { _ = try Datasets.imdb(directory: folder.path) }
        FileSystem.remove(path)
        let whole = archive()
        let tar = try folder.write(whole, "aclImdb_v1.tar.gz")
        _ = try Datasets.imdb(directory: folder.path)
        for count in stride(from: 0, to: whole.count - 1024, by: 256) {
            try folder.write(Array(whole.prefix(count)), "aclImdb_v1.tar.gz")
            expectError(.file, tar, "cut off") { _ = try Datasets.imdb(directory: folder.path) }
        }
        var damaged = whole
        damaged[512] ^= 1
        try folder.write(damaged, "aclImdb_v1.tar.gz")
        expectError(.file, tar, "damaged, or not a tar archive") { _ = try Datasets.imdb(directory: folder.path) }
        try folder.write([UInt8](repeating: 0, count: 1024), "aclImdb_v1.tar.gz")
        expectError(.file, tar, "no reviews in train/neg") { _ = try Datasets.imdb(directory: folder.path) }
    }

    @Test(
        "The real reviews, from Keras' file and from the texts",
        .enabled(if: dataFolder != nil, "MYELIN_DATA_DIR names no folder with the real data sets"))
    func theRealReviews() throws {
        let folder = dataFolder! + "/imdb"
        let data = try Datasets.imdb(numberOfWords: 10_000, directory: dataFolder)
        #expect(data.train.x.count == 25_000 && data.test.x.count == 25_000)
        #expect(data.train.x.allSatisfy { $0.first == 1 && $0.allSatisfy { $0 > 0 && $0 < 10_000 } })
        for labels in [data.train.y, data.test.y] {
            #expect(try labels.scalars(UInt8.self).reduce(0) { $0 + Int($1) } == 12_500)
        }
        guard FileSystem.isFile(folder + "/imdb_word_index.json"),
            let name = ["aclImdb_v1.tar.gz", "aclImdb_v1_labelled.tar.gz"].first(where: {
                FileSystem.isFile(folder + "/" + $0)
            })
        else { return }
        let texts = try Datasets.imdb(texts: folder + "/" + name, Datasets.IMDBOptions(numberOfWords: 10_000))
        #expect(texts.train.x.count == 25_000 && texts.test.x.count == 25_000)
        // Some reviews hold characters that other tools take for blanks and Keras' rules do not.
        let common = Set(data.train.x).intersection(texts.train.x).count
        #expect(common > 24_500)
        let first = try #require(data.train.x.firstIndex { $0 == texts.train.x[0] })
        #expect(try data.train.y.scalars(UInt8.self)[first] == texts.train.y.scalars(UInt8.self)[0])
    }
}
