import MyelinCore
import MyelinData
import MyelinNN

// What layers keep in a model file beside settings and weights: vocabularies, at `assets/<path>/vocabulary.txt`.

enum LayerAssets {
    private static let largestText = 1 << 30

    static func members(of model: Model) -> [(String, Storage)] {
        keepers(in: model).compactMap { path, keeper in
            keeper.vocabularyFile.map { (path, Storage([UInt8]($0.utf8))) }
        }
    }

    static func read(_ archive: Zip.Reader, into model: Model) throws {
        let names = Set(archive.members.map(\.name))
        for (path, keeper) in keepers(in: model) where names.contains(path) {
            let text = String(decoding: try archive.read(path, limit: largestText), as: UTF8.self)
            do {
                try keeper.read(vocabularyFile: text)
            } catch let error as MyelinError { throw error.located(at: path) }
        }
    }

    /// The layers with vocabularies and the paths of these, as Keras walks through a model.
    private static func keepers(in model: Model) -> [(path: String, keeper: any VocabularyKeeping)] {
        var seen: Set<ObjectIdentifier> = []
        func walk(_ layer: Layer, _ path: String) -> [(String, any VocabularyKeeping)] {
            guard seen.insert(ObjectIdentifier(layer)).inserted else { return [] }
            let own = (layer as? any VocabularyKeeping).map { [("\(path)/vocabulary.txt", $0)] } ?? []
            return layer.folders.flatMap { walk($0.layer, "\(path)/\($0.path)") } + own
        }
        return walk(model, "assets")
    }
}
