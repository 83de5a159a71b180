import MyelinCore
import MyelinData
import Testing

@Suite struct DatasetsTests {
    private let folder = TemporaryFolder()
    private static let names = [
        "train-images-idx3-ubyte", "train-labels-idx1-ubyte", "t10k-images-idx3-ubyte", "t10k-labels-idx1-ubyte",
    ]

    private func images(_ count: Int, width: Int = 28) -> [UInt8] {
        [0, 0, 8, 3, 0, 0, 0, UInt8(count), 0, 0, 0, 28, 0, 0, 0, UInt8(width)]
            + (0..<(count * 28 * width)).map { UInt8($0 % 251) }
    }

    private func labels(_ labels: [UInt8]) -> [UInt8] { [0, 0, 8, 1, 0, 0, 0, UInt8(labels.count)] + labels }

    private func writeImages(_ place: String) throws {
        try folder.writePacked(images(3), place + Self.names[0] + ".gz")
        try folder.write(labels([1, 9, 0]), place + Self.names[1])
        try folder.write(images(2), place + "t10k-images.idx3-ubyte")
        try folder.writePacked(labels([4, 4]), place + Self.names[3] + ".gz")
    }

    @Test("Files are found in the folder or its subfolder, packed or plain", arguments: ["", "fashion-mnist/"])
    func filesAreFoundInTheFolderOrItsSubfolder(_ place: String) throws {
        try writeImages(place)
        let data = try Datasets.fashionMNIST(directory: folder.path)
        #expect(data.train.x.shape == [3, 28, 28] && data.test.x.shape == [2, 28, 28])
        #expect(try data.train.y.scalars(UInt8.self) == [1, 9, 0])
        #expect(data.classNames[9] == "Ankle boot")
        #expect(data.source.hasPrefix(folder.path))
    }

    @Test("A folder that lacks a file is named with it")
    func aFolderThatLacksAFileIsNamedWithIt() throws {
        try writeImages("mnist/")
        FileSystem.remove(folder.path + "/mnist/" + Self.names[1])
        expectError(.file, folder.path + "/mnist", "lacks train-labels-idx1-ubyte.gz") {
            _ = try Datasets.mnist(directory: folder.path)
        }
        expectError(.file, folder.path + "/none", "no such folder") {
            _ = try Datasets.mnist(directory: folder.path + "/none")
        }
        expectError(.file, folder.path, "lacks imdb.npz") { _ = try Datasets.imdb(directory: folder.path) }
    }

    @Test("Images and labels that do not fit are refused")
    func imagesAndLabelsThatDoNotFitAreRefused() throws {
        try writeImages("mnist/")
        let labelFile = try folder.write(labels([1, 2]), "mnist/" + Self.names[1])
        expectError(.file, labelFile, "3 labels", "(2,)") { _ = try Datasets.mnist(directory: folder.path) }
        try folder.write(labels([1, 2, 10]), "mnist/" + Self.names[1])
        expectError(.file, labelFile, "label 10", "0 to 9") { _ = try Datasets.mnist(directory: folder.path) }
        try folder.write(images(2, width: 27), "mnist/t10k-images.idx3-ubyte")
        try folder.write(labels([1, 2, 3]), "mnist/" + Self.names[1])
        expectError(.file, "t10k-images", "(count, 28, 28)", "(2, 28, 27)") {
            _ = try Datasets.mnist(directory: folder.path)
        }
    }

    @Test(
        "The real MNIST and Fashion-MNIST",
        .enabled(if: dataFolder != nil, "MYELIN_DATA_DIR names no folder with the real data sets"))
    func theRealMnistAndFashionMnist() throws {
        // Class counts and sums of all pixels, by NumPy.
        let digits = try Datasets.mnist(directory: dataFolder)
        #expect(digits.train.x.shape == [60_000, 28, 28] && digits.test.x.shape == [10_000, 28, 28])
        #expect(try digits.train.y.scalars(UInt8.self).prefix(10) == [5, 0, 4, 1, 9, 2, 1, 3, 1, 4])
        #expect(try digits.test.y.scalars(UInt8.self).prefix(10) == [7, 2, 1, 0, 4, 1, 4, 9, 5, 9])
        #expect(try sum(digits.train.x) == 1_567_298_545)
        #expect(try sum(digits.test.x) == 264_923_200)
        let clothes = try Datasets.fashionMNIST(directory: dataFolder)
        #expect(clothes.train.x.shape == [60_000, 28, 28] && clothes.test.x.shape == [10_000, 28, 28])
        #expect(try clothes.train.y.scalars(UInt8.self).prefix(10) == [9, 0, 0, 3, 0, 2, 7, 2, 5, 5])
        for labels in [clothes.train.y, clothes.test.y] {
            let counts = Dictionary(grouping: try labels.scalars(UInt8.self)) { $0 }.mapValues(\.count)
            #expect(Set(counts.values) == [labels.count / 10])
        }
    }

    private func sum(_ tensor: Tensor) throws -> Int {
        var sum = 0
        for byte in elements(try tensor.storage(), as: UInt8.self) { sum += Int(byte) }
        return sum
    }
}
