import Foundation
import Myelin

/// What a network tells of an image, or of all images in a folder.
struct ImagePrediction {
    private let model: Model
    private let options: ImageOptions
    private let classNames: [String]
    private let batchSize: Int
    private static let endings = [".png", ".jpg", ".jpeg"]

    /// Whether a path leads to an image or a folder.
    static func isFor(_ path: String) -> Bool {
        var isFolder: ObjCBool = false
        let exists = FileManager.default.fileExists(atPath: path, isDirectory: &isFolder)
        return exists && isFolder.boolValue || endings.contains { path.lowercased().hasSuffix($0) }
    }

    init(_ model: Model, batchSize: Int) throws {
        guard model.inputs.count == 1, model.outputs.count == 1, case let shape = model.inputs[0].shape,
            shape.count == 4, let height = shape[1], let width = shape[2], let channels = shape[3],
            let color = ColorMode.allCases.first(where: { $0.channels == channels }),
            let classes = model.outputs[0].shape.last ?? nil, model.outputs[0].shape.count == 2, classes > 1
        else {
            throw MyelinError(.argument, "the model does not take images of a known size, or does not tell classes")
        }
        self.model = model
        self.batchSize = batchSize
        options = ImageOptions(colorMode: color, size: [height, width])
        classNames = ImageAnnotation(model)?.classNames ?? (0..<classes).map(String.init)
    }

    /// A row for each image: file, class, and how probable each class is.
    func columns(of path: String) throws -> [(name: String, texts: [String])] {
        let files = try files(path)
        var rows: [[Float]] = []
        for start in stride(from: 0, to: files.count, by: batchSize) {
            let images = try files[start..<min(start + batchSize, files.count)].map { try ImageFile.read($0, options) }
            let result = try model.predict(Tensor.stacked(images), batchSize: batchSize).scalars(Float.self)
            rows += stride(from: 0, to: result.count, by: classNames.count).map {
                Array(result[$0..<$0 + classNames.count])
            }
        }
        let names = rows.map { row in classNames[row.indices.max { row[$0] < row[$1] }!] }
        return [("file", files), ("class", names)]
            + classNames.indices.map { place in
                ("probability_\(classNames[place])", rows.map { "\($0[place])" })
            }
    }

    /// How well it tells the images of a folder that has a folder for each class.
    func evaluation(of folder: String) throws -> TableEvaluation {
        let found = try Datasets.imageFolder(
            folder, size: options.size ?? [], colorMode: options.colorMode, shuffle: false)
        let numbers = try found.classNames.map { name in
            guard let number = classNames.firstIndex(of: name) else {
                throw MyelinError(
                    .data,
                    "\(folder): the model knows no class '\(name)'; it tells \(classNames.joined(separator: ", "))")
            }
            return number
        }
        return .classification(
            try ClassificationReport(
                targets: try found.train.y.scalars(Int.self).map { numbers[$0] },
                predictions: try model.predict(found.train.x, batchSize: batchSize).argmax().scalars(Int.self),
                classNames: classNames))
    }

    private func files(_ path: String) throws -> [String] {
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), isFolder.boolValue else {
            return [path]
        }
        let names = (FileManager.default.enumerator(atPath: path)?.compactMap { $0 as? String } ?? []).filter { name in
            Self.endings.contains { name.lowercased().hasSuffix($0) }
        }
        guard !names.isEmpty else { throw MyelinError(.file, "\(path): no images; expected PNG and JPEG files") }
        return names.sorted().map { (path as NSString).appendingPathComponent($0) }
    }
}
