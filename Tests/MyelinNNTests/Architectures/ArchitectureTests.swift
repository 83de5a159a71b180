import Myelin
import MyelinNN
import TestSupport
import Testing

struct ArchitectureTests {
    /// An architecture and the number of its parameters.
    struct Counted: CustomTestStringConvertible, Sendable {
        let name: String
        let expected: Int
        let count: @Sendable () throws -> Int
        var testDescription: String { name }

        init(_ name: String, _ expected: Int, drawn: @escaping @Sendable () throws -> Drawing) {
            (self.name, self.expected) = (name, expected)
            count = { try drawn().parameterCount() }
        }

        init(_ name: String, _ expected: Int, trained: Bool = false, _ make: @escaping @Sendable () throws -> Model) {
            (self.name, self.expected) = (name, expected)
            count = {
                let model = try make()
                return trained
                    ? model.trainableWeights.reduce(0) { $0 + $1.shape.count } : model.parameterCount
            }
        }
    }

    /// Where the numbers come from: keras.applications (VGG16 and 19, ResNet50 and 101, MobileNet), torchvision (VGG-11,
    /// ResNet-18 and 34: its parameters are the trained ones), Keras' examples and blog (autoencoders, transformer), the
    /// paper's rounded numbers (CIFAR: 0.27M and 1.7M), widely used implementations in Keras of the others.
    static let counts: [Counted] = [
        Counted("LeNet-5", 61_706) { try Architectures.leNet5() },
        Counted("LeNet-5, 32×32", 61_706) { try Architectures.leNet5(inputShape: [32, 32, 1]) },
        Counted("AlexNet", 60_965_224, drawn: { Architectures.alexNetDrawing() }),
        Counted("ZFNet", 62_357_608, drawn: { Architectures.zfNetDrawing() }),
        Counted("VGG-11", 132_863_336, drawn: { VGG(depth: 11).drawing() }),
        Counted("VGG-16", 138_357_544, drawn: { VGG(depth: 16).drawing() }),
        Counted("VGG-19", 143_667_240, drawn: { VGG(depth: 19).drawing() }),
        Counted("VGG-16, no top", 14_714_688) {
            try Architectures.vgg16(inputShape: [32, 32, 3], includeTop: false, pooling: .average)
        },
        Counted("GoogLeNet", 6_998_552) { try Architectures.googLeNet() },
        Counted("GoogLeNet, auxiliary", 13_378_280) { try Architectures.googLeNet(auxiliary: true) },
        Counted("ResNet-18", 11_689_512, trained: true) { try Architectures.resNet18() },
        Counted("ResNet-34", 21_797_672 + 17_024, drawn: { ResNet(depth: 34).drawing() }),
        Counted("ResNet-50", 25_636_712, drawn: { ResNet(depth: 50).drawing() }),
        Counted("ResNet-50, no top", 23_587_712, drawn: { ResNet(depth: 50).drawing([64, 64, 3], 10, false) }),
        Counted("ResNet-101", 44_707_176, drawn: { ResNet(depth: 101).drawing() }),
        Counted("CIFAR ResNet-20", 269_722, trained: true) { try Architectures.cifarResNet20() },
        Counted("CIFAR ResNet-20, projections", 272_474, trained: true) {
            try Architectures.cifarResNet20(shortcut: .projection)
        },
        Counted("CIFAR plain-20", 269_722, trained: true) { try Architectures.cifarResNet20(skips: false) },
        Counted("CIFAR ResNet-110", 1_727_962, trained: true) { try Architectures.cifarResNet(depth: 110) },
        Counted("MobileNet", 4_253_864) { try Architectures.mobileNet() },
        Counted("MobileNet, 0.75", 2_601_976) { try Architectures.mobileNet(alpha: 0.75) },
        Counted("MobileNet, 0.5", 1_342_536) { try Architectures.mobileNet(alpha: 0.5) },
        Counted("MobileNet, 0.25", 475_544) { try Architectures.mobileNet(alpha: 0.25) },
        Counted("MobileNet, no top", 3_228_864) { try Architectures.mobileNet(includeTop: false) },
        Counted("LSTM", 2_691_713) { try Architectures.lstmClassifier() },
        Counted("LSTM, 10000 words", 344_897) {
            try Architectures.lstmClassifier(vocabulary: 10_000, length: 80, width: 32, units: [64])
        },
        Counted("transformer", 657_758) { try Architectures.transformerClassifier() },
        Counted("autoencoder", 50_992) { try Architectures.denseAutoencoder() },
        Counted("deep autoencoder", 222_384) { try Architectures.denseAutoencoder(hidden: [128, 64]) },
        Counted("convolutional autoencoder", 28_353) { try Architectures.convolutionalAutoencoder() },
        Counted("C3D", 78_409_573, drawn: { Architectures.c3dDrawing() }),
        Counted("C3D, Sports-1M", 79_991_015, drawn: { Architectures.c3dDrawing([16, 112, 112, 3], 487) }),
    ]

    @Test("Parameter counts are the published ones", arguments: counts)
    func parameterCountsAreThePublishedOnes(_ architecture: Counted) throws {
        #expect(try architecture.count() == architecture.expected)
    }

    /// An architecture so narrow that it trains in no time.
    struct Small: CustomTestStringConvertible, Sendable {
        let name: String
        /// Of the numbers that come in. In deep networks without normalization each layer makes them smaller.
        var scale: Float = 3
        /// What is left of the loss at most. Narrow deep networks without normalization need more steps than a test has.
        var rest = 0.95
        let make: @Sendable () throws -> Model
        var testDescription: String { name }
    }

    static let small: [Small] = [
        Small(name: "LeNet-5") { try Architectures.leNet5(inputShape: [28, 28, 1], classes: 3, seed: 1) },
        Small(name: "AlexNet") {
            try Architectures.alexNet(
                inputShape: [67, 67, 3], classes: 3, dropout: 0, filters: 12, units: 32, seed: 1)
        },
        Small(name: "ZFNet") {
            try Architectures.zfNet(inputShape: [64, 64, 3], classes: 3, dropout: 0, filters: 12, units: 32, seed: 1)
        },
        Small(name: "VGG-11", scale: 30) {
            try Architectures.vgg11(inputShape: [32, 32, 3], classes: 3, filters: 8, units: 32, seed: 1)
        },
        Small(name: "VGG-16", scale: 100, rest: 1) {
            try Architectures.vgg16(inputShape: [32, 32, 3], classes: 3, filters: 8, units: 32, seed: 1)
        },
        Small(name: "VGG-19", scale: 200, rest: 1) {
            try Architectures.vgg19(inputShape: [32, 32, 3], classes: 3, filters: 8, units: 32, seed: 1)
        },
        Small(name: "GoogLeNet") {
            try Architectures.googLeNet(inputShape: [32, 32, 3], classes: 3, dropout: 0, filters: 8, seed: 1)
        },
        Small(name: "ResNet-18") {
            try Architectures.resNet18(inputShape: [32, 32, 3], classes: 3, filters: 4, seed: 1)
        },
        Small(name: "ResNet-50") {
            try Architectures.resNet50(inputShape: [32, 32, 3], classes: 3, filters: 4, seed: 1)
        },
        Small(name: "CIFAR ResNet-14") {
            try Architectures.cifarResNet(depth: 14, inputShape: [16, 16, 3], classes: 3, filters: 4, seed: 1)
        },
        Small(name: "CIFAR ResNet-8, projections") {
            try Architectures.cifarResNet(depth: 8, classes: 3, shortcut: .projection, filters: 4, seed: 1)
        },
        Small(name: "CIFAR plain-8") {
            try Architectures.cifarResNet(depth: 8, classes: 3, skips: false, filters: 4, seed: 1)
        },
        Small(name: "MobileNet") {
            try Architectures.mobileNet(inputShape: [32, 32, 3], classes: 3, alpha: 0.25, seed: 1)
        },
        Small(name: "LSTM") {
            try Architectures.lstmClassifier(
                vocabulary: 50, length: 9, classes: 3, width: 8, units: [8, 8], bidirectional: true, seed: 1)
        },
        Small(name: "transformer") {
            try Architectures.transformerClassifier(
                vocabulary: 50, length: 12, classes: 3, width: 16, blocks: 2, dropout: 0, seed: 1)
        },
        Small(name: "C3D", rest: 1) {
            try Architectures.c3d(
                inputShape: [16, 16, 16, 1], classes: 3, dropout: 0, filters: 4, units: 16, seed: 1)
        },
        Small(name: "autoencoder") { try Architectures.denseAutoencoder(inputShape: [6, 6], code: 8, seed: 1) },
        Small(name: "convolutional autoencoder", rest: 1) {
            try Architectures.convolutionalAutoencoder(inputShape: [12, 12, 2], filters: [8, 8], seed: 1)
        },
    ]

    @Test("Each learns a few random samples", arguments: small)
    func eachLearnsAFewRandomSamples(_ architecture: Small) throws {
        let model = try architecture.make()
        let samples = 6
        let shape = Shape([samples] + model.inputs[0].shape.dropFirst().map { $0! })
        let isText = model.inputs[0].dtype == .int32
        let numbers = scattered(shape.count).map { Float($0) }
        let isClassifier = model.outputs[0].shape.count == 2
        let x =
            isText
            ? Tensor(numbers.map { Int32(abs($0) * 1000) % 50 }, shape: shape)
            : Tensor(numbers.map { isClassifier ? architecture.scale * $0 : abs($0) }, shape: shape)
        let y = isClassifier ? Tensor((0..<samples).map { UInt8($0 % 3) }, shape: [samples]) : x
        model.compile(
            optimizer: Adam(learningRate: 0.005),
            loss: isClassifier ? .sparseCategoricalCrossentropy : .meanSquaredError)
        let losses = try model.fit(x, y, batchSize: samples, epochs: 12, verbose: .silent)["loss"]
        #expect(losses.allSatisfy { $0.isFinite })
        #expect(losses.last! < architecture.rest * losses[0], "\(losses)")
    }

    @Test("Auxiliary classifiers are further outputs")
    func auxiliaryClassifiersAreFurtherOutputs() throws {
        let model = try Architectures.googLeNet(inputShape: [224, 224, 3], classes: 7, auxiliary: true, filters: 8)
        #expect(model.outputNames == ["predictions", "aux_4a_predictions", "aux_4d_predictions"])
        #expect(model.outputs.allSatisfy { $0.shape == [nil, 7] })
    }

    @Test("Sizes of the maps are those of the papers")
    func sizesOfTheMapsAreThoseOfThePapers() throws {
        func shape(_ model: Model, _ layer: String) throws -> [Int?] {
            try #require(try model.summarized().rows.first { $0.name == layer }).outputShapes[0]
        }
        let zf = try Architectures.zfNet(filters: 3, units: 2)
        #expect(try shape(zf, "max_pooling2d") == [nil, 55, 55, 3])
        #expect(try shape(zf, "max_pooling2d_1") == [nil, 13, 13, 8])
        #expect(try shape(zf, "max_pooling2d_2") == [nil, 6, 6, 8])
        let google = try Architectures.googLeNet(classes: 2, filters: 4)
        #expect(try shape(google, "pool2") == [nil, 28, 28, 12])
        #expect(try shape(google, "inception_4e_output") == [nil, 14, 14, 52])
        let c3d = try Architectures.c3d(filters: 1, units: 2)
        #expect(try shape(c3d, "pool5") == [nil, 1, 4, 4, 8])
        let residual = try Architectures.cifarResNet20()
        #expect(try shape(residual, "zero_padding2d_1") == [nil, 8, 8, 64])
    }

    @Test("What cannot be is said with its place")
    func whatCannotBeIsSaidWithItsPlace() throws {
        let cases: [(String, () throws -> Model)] = [
            ("expected a depth of 6n + 2", { try Architectures.cifarResNet(depth: 21) }),
            ("block5_pool", { try Architectures.vgg16(inputShape: [16, 16, 3], filters: 1, units: 1) }),
            ("conv1_pad", { try Architectures.resNet50(inputShape: [32, 32]) }),
            ("expected an alpha above 0", { try Architectures.mobileNet(alpha: -1) }),
            ("divisible by 2, 3 times", { try Architectures.convolutionalAutoencoder(filters: [8, 8, 8]) }),
            ("at least 1", { try Architectures.leNet5(classes: 0) }),
        ]
        for (words, make) in cases {
            let text = try #require(errorText(make))
            #expect(text.contains(words))
        }
    }
}
