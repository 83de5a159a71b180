import Foundation

/// A file of the fuzzer's corpus, whose content Fuzz/make_corpus.py tells.
func corpusPath(_ name: String) -> String {
    let repository = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()
    return repository.appendingPathComponent("Fuzz/Corpus/" + name).path
}

/// The names of the corpus' files for a reader, sorted.
func corpusNames(_ reader: String) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: corpusPath(reader)).sorted().map { reader + "/" + $0 }
}
