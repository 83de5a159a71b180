import MyelinCore

extension Datasets {
    /// MNIST: handwritten digits (LeCun, Cortes, Burges 1998).
    ///
    /// The images are UInt8 of shape (60000, 28, 28) and (10000, 28, 28), 0 is the background; the labels UInt8 from 0 to 9.
    ///
    /// - Parameters:
    ///   - directory: a folder with the four IDX files, packed or not, or with a subfolder `mnist` that has them. Default:
    ///     what `MYELIN_DATA_DIR` names, else the cache and a download of 11 MB.
    ///   - progress: who hears how far a download is.
    /// - Throws: `MyelinError`, of kind `.file` if the folder lacks a file or one is damaged, of kind `.network` if the
    ///   download fails.
    public static func mnist(
        directory: String? = nil, progress: DownloadProgress = .terminal
    ) throws -> LabelledDataset<Tensor> {
        let files = imageFiles(
            [
                "440fcabf73cc546fa21475e81ea370265605f56be210a4024d2ca8f203523609",
                "3552534a0a558bbed6aed32b30c495cca23d567ec52cac8be1a0730e8010255c",
                "8d422c7b0a1c1c79245a5bcf07fe86e33eeafee792b84584aec276f5a2dbc4e6",
                "f7ae60f92e00ec6debd23a6088c31dbd2371eca3ffa0defaefb259924204aec6",
            ],
            at: [
                "https://ossci-datasets.s3.amazonaws.com/mnist/", "https://storage.googleapis.com/cvdf-datasets/mnist/",
            ])
        return try images("mnist", files, classNames: (0...9).map(String.init), in: directory, progress)
    }

    /// Fashion-MNIST: photographs of clothing in the form of MNIST (Xiao, Rasul, Vollgraf 2017).
    ///
    /// - Parameters:
    ///   - directory: a folder with the four IDX files, packed or not, or with a subfolder `fashion-mnist` that has them.
    ///     Default: what `MYELIN_DATA_DIR` names, else the cache and a download of 31 MB.
    ///   - progress: who hears how far a download is.
    public static func fashionMNIST(
        directory: String? = nil, progress: DownloadProgress = .terminal
    ) throws -> LabelledDataset<Tensor> {
        let files = imageFiles(
            [
                "3aede38d61863908ad78613f6a32ed271626dd12800ba2636569512369268a84",
                "a04f17134ac03560a47e3764e11b92fc97de4d1bfaf8ba1a3aa29af54cc90845",
                "346e55b948d973a97e58d2351dde16a484bd415d4595297633bb08f03db6a073",
                "67da17c76eaffca5446c3361aaab5c3cd6d1c2608764d35dfb1850b086bf8dd5",
            ],
            at: [
                "http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/",
                "https://storage.googleapis.com/tensorflow/tf-keras-datasets/",
                "https://raw.githubusercontent.com/zalandoresearch/fashion-mnist/master/data/fashion/",
            ])
        let classNames = [
            "T-shirt/top", "Trouser", "Pullover", "Dress", "Coat", "Sandal", "Shirt", "Sneaker", "Bag", "Ankle boot",
        ]
        return try images("fashion-mnist", files, classNames: classNames, in: directory, progress)
    }

    /// Training images, training labels, test images, test labels.
    private static func imageFiles(_ checksums: [String], at places: [String]) -> [File] {
        let names = [
            "train-images-idx3-ubyte", "train-labels-idx1-ubyte", "t10k-images-idx3-ubyte", "t10k-labels-idx1-ubyte",
        ]
        return zip(names, checksums).map { name, checksum in
            File(name: name + ".gz", sha256: checksum, urls: places.map { $0 + name + ".gz" })
        }
    }

    private static func images(
        _ dataset: String, _ files: [File], classNames: [String], in directory: String?, _ progress: DownloadProgress
    ) throws -> LabelledDataset<Tensor> {
        let paths = try files.map { file in
            let plain = String(file.name.dropLast(3))
            // Some programs unpack the files to train-images.idx3-ubyte.
            let dotted = plain.replacing("-idx", with: ".idx")
            return try path(
                of: file, alternatives: [plain, dotted], dataset: dataset, in: directory, progress: progress)
        }
        return LabelledDataset(
            train: try part(images: paths[0], labels: paths[1], classes: classNames.count),
            test: try part(images: paths[2], labels: paths[3], classes: classNames.count),
            classNames: classNames, source: FileSystem.parent(of: paths[0]))
    }

    private static func part(images: String, labels: String, classes: Int) throws -> LabelledDataset<Tensor>.Part {
        let x = try IDX.read(images)
        let y = try IDX.read(labels)
        guard x.rank == 3, x.shape[1] == 28, x.shape[2] == 28 else {
            throw MyelinError(.file, "\(images): expected images of shape (count, 28, 28), got \(x.shape)")
        }
        guard y.shape == [x.shape[0]] else {
            throw MyelinError(
                .file, "\(labels): expected \(x.shape[0]) labels, as many as images, got shape \(y.shape)")
        }
        if let odd = try y.storage().elements(as: UInt8.self).first(where: { $0 >= classes }) {
            throw MyelinError(.file, "\(labels): label \(odd), expected from 0 to \(classes - 1)")
        }
        return LabelledDataset.Part(x: x, y: y)
    }
}
