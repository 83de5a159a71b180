import Glibc
import MyelinCore

/// Images that lie in one folder for each class, with their labels. Keras: `image_dataset_from_directory`.
public struct ImageFolder {
    /// The images to train with: UInt8 of shape (count, height, width, channels). Labels are the classes' numbers: UInt8,
    /// or Int32 where there are more than 256 classes.
    public var train: LabelledDataset<Tensor>.Part
    /// Those that are kept back, where a part was asked for.
    public var validation: LabelledDataset<Tensor>.Part?
    /// The names of the classes by their numbers.
    public var classNames: [String]
    /// The files of the images to train with, in their order.
    public var trainFiles: [String]
    /// The files of those that are kept back.
    public var validationFiles: [String]
}

extension Datasets {
    /// Images in a folder that has a folder for each class:
    ///
    ///     pets/cat/1.jpg   pets/cat/2.png   pets/dog/1.jpg
    ///
    ///     let pets = try Datasets.imageFolder("pets", size: [64, 64], validationSplit: 0.2)
    ///
    /// Order and division are those of Keras' `image_dataset_from_directory` with the same seed: classes and files sorted by
    /// name, shuffled, and the last part kept for validation. Folders inside a class' folder belong to the class.
    ///
    /// - Parameters:
    ///   - directory: the folder.
    ///   - size: height and width that all images are brought to. Keras has 256 × 256 for it.
    ///   - colorMode: grey or coloured.
    ///   - classNames: the classes' folders in the order of their numbers; by default all, sorted.
    ///   - validationSplit: the share of the images that is kept back, from 0 to 1.
    ///   - shuffle: whether the images are put into a random order before they are divided. Without it the last classes
    ///     alone would be kept back.
    ///   - seed: what that order depends on.
    ///   - interpolation: how images are resized; results are rounded to whole numbers.
    ///   - cropToAspectRatio: whether the middle is cut out, rather than the whole stretched.
    /// - Throws: `MyelinError` of kind `.file` with the name of the folder or file that cannot be used.
    public static func imageFolder(
        _ directory: String, size: [Int] = [256, 256], colorMode: ColorMode = .rgb, classNames: [String]? = nil,
        validationSplit: Double = 0, shuffle: Bool = true, seed: UInt32 = 0,
        interpolation: Interpolation = .bilinear, cropToAspectRatio: Bool = false
    ) throws -> ImageFolder {
        guard validationSplit >= 0, validationSplit < 1 else {
            throw MyelinError(.argument, "validationSplit: expected a share from 0 to 1, got \(validationSplit)")
        }
        let options = ImageOptions(
            colorMode: colorMode, size: size, interpolation: interpolation, cropToAspectRatio: cropToAspectRatio)
        try options.check()
        let index = try ImageIndex(directory, classNames: classNames)
        var order = Array(index.files.indices)
        if shuffle {
            var generator = MersenneTwister(seed: seed)
            order = generator.shuffled(index.files.count)
        }
        let kept = Int(validationSplit * Double(order.count))
        guard validationSplit == 0 || (kept > 0 && kept < order.count) else {
            throw MyelinError(
                .data,
                "\(directory): \(order.count) images cannot be divided with a validationSplit of \(validationSplit)")
        }
        func part(_ places: ArraySlice<Int>) throws -> (LabelledDataset<Tensor>.Part, [String]) {
            let files = places.map { index.files[$0] }
            let labels = places.map { index.labels[$0] }
            let y =
                index.classNames.count <= 256
                ? Tensor(labels.map { UInt8($0) }, shape: [labels.count])
                : Tensor(labels.map { Int32($0) }, shape: [labels.count])
            return (.init(x: try images(files, options, size), y: y), files)
        }
        let (train, trainFiles) = try part(order.dropLast(kept))
        let validation = kept > 0 ? try part(order.suffix(kept)) : nil
        return ImageFolder(
            train: train, validation: validation?.0, classNames: index.classNames, trainFiles: trainFiles,
            validationFiles: validation?.1 ?? [])
    }

    /// All images in one array.
    private static func images(_ files: [String], _ options: ImageOptions, _ size: [Int]) throws -> Tensor {
        let shape = Shape([files.count] + size + [options.colorMode.channels])
        guard let byteCount = shape.claimedByteCount(elementSize: 1) else {
            throw MyelinError(.argument, "images of shape \(shape) do not fit in memory")
        }
        try FileSystem.checkFitsMemory(byteCount, "\(files.count) images of \(size[0]) × \(size[1])")
        let storage = Storage(byteCount: byteCount)
        let imageBytes = byteCount / files.count
        try inParallel(files.count) { number in
            try ImageFile.read(files[number], options, size: size, into: storage.bytes + number * imageBytes)
        }
        return Tensor(storage: storage, shape: shape, dtype: .uint8)
    }
}

/// The files of a folder of images by class, sorted.
struct ImageIndex {
    private(set) var files: [String] = []
    /// The number of each file's class.
    private(set) var labels: [Int] = []
    let classNames: [String]

    private static let endings = [".bmp", ".gif", ".jpeg", ".jpg", ".png"]

    init(_ directory: String, classNames: [String]?) throws {
        guard FileSystem.isDirectory(directory) else {
            throw MyelinError(
                .file, "\(directory): no such folder; expected one with a folder of images for each class")
        }
        let found = try Self.sorted(FileSystem.names(in: directory)).filter {
            !$0.hasPrefix(".") && FileSystem.isDirectory(FileSystem.join(directory, $0))
        }
        if let missing = classNames?.first(where: { !found.contains($0) }) {
            throw MyelinError(
                .file, "\(directory): no folder for the class '\(missing)'; there are \(found.joined(separator: ", "))")
        }
        self.classNames = classNames ?? found
        for (label, name) in self.classNames.enumerated() {
            for file in try Self.images(under: FileSystem.join(directory, name)) {
                files.append(file)
                labels.append(label)
            }
        }
        guard !files.isEmpty else {
            throw MyelinError(
                .file,
                "\(directory): no images; expected PNG and JPEG files in a folder for each class, such as "
                    + FileSystem.join(directory, "cat/1.jpg"))
        }
    }

    /// The images in a folder and those inside it, folder by folder.
    private static func images(under top: String) throws -> [String] {
        var folders: [String] = [], open = [top]
        while let folder = open.popLast() {
            folders.append(folder)
            guard folders.count < 1_000_000 else { throw MyelinError(.file, "\(top): too many folders") }
            for name in try FileSystem.names(in: folder) {
                let path = FileSystem.join(folder, name)
                // A link to a folder could lead in a circle.
                if FileSystem.isDirectory(path), !isLink(path) { open.append(path) }
            }
        }
        return try sorted(folders).flatMap { folder in
            try sorted(FileSystem.names(in: folder)).compactMap { name in
                let path = FileSystem.join(folder, name), small = name.lowercased()
                return endings.contains(where: small.hasSuffix) && !FileSystem.isDirectory(path) ? path : nil
            }
        }
    }

    private static func isLink(_ path: String) -> Bool {
        var information = stat()
        return lstat(path, &information) == 0 && information.st_mode & S_IFMT == S_IFLNK
    }

    /// In the order of their code points, as Python sorts.
    private static func sorted(_ names: [String]) -> [String] {
        names.sorted { $0.unicodeScalars.lexicographicallyPrecedes($1.unicodeScalars) }
    }
}
