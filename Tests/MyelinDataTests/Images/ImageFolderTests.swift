import MyelinCore
import MyelinData
import Testing

@Suite struct ImageFolderTests {
    private let folder = TemporaryFolder()

    private func fill() throws {
        for name in ImageFixtures.names { try folder.write(decoded(base64: ImageFixtures.png.file), name) }
    }

    private func relative(_ paths: [String]) -> [String] { paths.map { String($0.dropFirst(folder.path.count + 1)) } }

    @Test("Files come in Keras' order, and the last part is kept for validation")
    func filesComeInKerasOrder() throws {
        try fill()
        let plain = try Datasets.imageFolder(folder.path, size: [5, 6], shuffle: false)
        #expect(relative(plain.trainFiles) == ImageFixtures.sorted)
        #expect(try plain.train.y.scalars(UInt8.self).map { Int($0) } == ImageFixtures.sortedLabels)
        #expect(plain.classNames == ImageFixtures.classNames && plain.validation == nil)
        #expect(plain.train.x.shape == [8, 5, 6, 3])
        #expect(try plain.train.x[7].scalars(UInt8.self).map { Int($0) } == ImageFixtures.png.pixels)
        let divided = try Datasets.imageFolder(
            folder.path, size: [2, 2], colorMode: .grayscale, validationSplit: 0.3, seed: 7)
        #expect(relative(divided.trainFiles + divided.validationFiles) == ImageFixtures.shuffled)
        let labels = try divided.train.y.scalars(UInt8.self) + divided.validation!.y.scalars(UInt8.self)
        #expect(labels.map { Int($0) } == ImageFixtures.shuffledLabels)
        #expect(divided.train.x.shape == [6, 2, 2, 1] && divided.validation?.x.shape == [2, 2, 2, 1])
        let chosen = try Datasets.imageFolder(folder.path, size: [2, 2], classNames: ["b", "a"], shuffle: false)
        #expect(try chosen.train.y.scalars(UInt8.self) == [0, 0, 1, 1, 1, 1])
    }

    @Test("What cannot be used is named")
    func whatCannotBeUsedIsNamed() throws {
        expectError(.file, "/none", "no such folder") { _ = try Datasets.imageFolder(folder.path + "/none") }
        expectError(.file, folder.path, "no images", "cat/1.jpg") { _ = try Datasets.imageFolder(folder.path) }
        try fill()
        expectError(.file, "class 'dog'", "a, a-c, b") {
            _ = try Datasets.imageFolder(folder.path, classNames: ["dog"])
        }
        expectError(.data, "8 images", "0.1") { _ = try Datasets.imageFolder(folder.path, validationSplit: 0.1) }
        expectError(.argument, "validationSplit") { _ = try Datasets.imageFolder(folder.path, validationSplit: 1) }
        // The first of the damaged files is named, whichever thread meets it.
        for name in ["b/10.png", "a/z.PNG", "é/1.jpg"] { try folder.write(Array("nonsense".utf8), name) }
        for _ in 0..<5 {
            expectError(.file, "a/z.PNG: neither a PNG nor a JPEG") {
                _ = try Datasets.imageFolder(folder.path, size: [2, 2], shuffle: false)
            }
        }
    }
}
