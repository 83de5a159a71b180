import Myelin

/// An architecture as the command line names it, with the options that can be given there.
struct NamedArchitecture: Sendable {
    /// What may be asked of an architecture; nil for its own default.
    struct Options: Sendable {
        var inputShape: [Int]?
        var classes: Int?
        /// By which the numbers of filters and units are multiplied.
        var width = 1.0
        var seed = 1

        func scaled(_ count: Int) -> Int { max(1, Int((Double(count) * width).rounded())) }
    }

    let name: String
    let make: @Sendable (Options) throws -> Model

    static func named(_ name: String) throws -> NamedArchitecture {
        if let found = all.first(where: { $0.name == name }) { return found }
        throw MyelinError(
            .unknownName, "unknown architecture '\(name)'; there are \(all.map(\.name).joined(separator: ", "))")
    }

    static let all: [NamedArchitecture] = [
        NamedArchitecture(name: "lenet5") {
            try Architectures.leNet5(
                inputShape: $0.inputShape ?? [28, 28, 1], classes: $0.classes ?? 10, seed: $0.seed)
        },
        NamedArchitecture(name: "alexnet") {
            // Two groups and whole thirds must remain.
            try Architectures.alexNet(
                inputShape: $0.inputShape ?? [227, 227, 3], classes: $0.classes ?? 1000, filters: 6 * $0.scaled(16),
                units: $0.scaled(4096), seed: $0.seed)
        },
        NamedArchitecture(name: "zfnet") {
            try Architectures.zfNet(
                inputShape: $0.inputShape ?? [224, 224, 3], classes: $0.classes ?? 1000, filters: 6 * $0.scaled(16),
                units: $0.scaled(4096), seed: $0.seed)
        },
        vgg("vgg11", Architectures.vgg11), vgg("vgg16", Architectures.vgg16), vgg("vgg19", Architectures.vgg19),
        NamedArchitecture(name: "googlenet") { try googLeNet($0, auxiliary: false) },
        NamedArchitecture(name: "googlenet-auxiliary") { try googLeNet($0, auxiliary: true) },
        resNet("resnet18", Architectures.resNet18), resNet("resnet34", Architectures.resNet34),
        resNet("resnet50", Architectures.resNet50), resNet("resnet101", Architectures.resNet101),
        cifar("cifar-resnet20", depth: 20), cifar("cifar-resnet56", depth: 56), cifar("cifar-resnet110", depth: 110),
        cifar("cifar-resnet20-projection", depth: 20, shortcut: .projection),
        cifar("cifar-plain20", depth: 20, skips: false),
        NamedArchitecture(name: "mobilenet") {
            try Architectures.mobileNet(
                inputShape: $0.inputShape ?? [224, 224, 3], classes: $0.classes ?? 1000, alpha: $0.width, seed: $0.seed)
        },
        NamedArchitecture(name: "lstm-classifier") {
            try Architectures.lstmClassifier(
                length: $0.inputShape?.first, classes: $0.classes ?? 1, width: $0.scaled(128),
                units: [$0.scaled(128)], seed: $0.seed)
        },
        NamedArchitecture(name: "transformer-classifier") {
            try Architectures.transformerClassifier(
                length: $0.inputShape?.first ?? 200, classes: $0.classes ?? 2, width: $0.scaled(32),
                feedForward: $0.scaled(32), units: $0.scaled(20), seed: $0.seed)
        },
        NamedArchitecture(name: "dense-autoencoder") {
            try Architectures.denseAutoencoder(
                inputShape: $0.inputShape ?? [784], code: $0.scaled(32), seed: $0.seed)
        },
        NamedArchitecture(name: "convolutional-autoencoder") {
            try Architectures.convolutionalAutoencoder(
                inputShape: $0.inputShape ?? [28, 28, 1], filters: [$0.scaled(32), $0.scaled(32)], seed: $0.seed)
        },
        NamedArchitecture(name: "c3d") {
            try Architectures.c3d(
                inputShape: $0.inputShape ?? [16, 112, 112, 3], classes: $0.classes ?? 101, filters: $0.scaled(64),
                units: $0.scaled(4096), seed: $0.seed)
        },
    ]

    private typealias VGGFunction =
        @Sendable (
            [Int], Int, Bool, Architectures.Pooling?, any Activation, any Activation, Double, Int, Int, Int?
        ) throws -> Model
    private typealias ResNetFunction =
        @Sendable (
            [Int], Int, Bool, Architectures.Pooling?, any Activation, Int, Int?
        ) throws -> Model

    private static func vgg(_ name: String, _ function: @escaping VGGFunction) -> NamedArchitecture {
        NamedArchitecture(name: name) {
            try function(
                $0.inputShape ?? [224, 224, 3], $0.classes ?? 1000, true, nil, .relu, .softmax, 0, $0.scaled(64),
                $0.scaled(4096), $0.seed)
        }
    }

    private static func resNet(_ name: String, _ function: @escaping ResNetFunction) -> NamedArchitecture {
        NamedArchitecture(name: name) {
            try function(
                $0.inputShape ?? [224, 224, 3], $0.classes ?? 1000, true, nil, .softmax, $0.scaled(64), $0.seed)
        }
    }

    private static func googLeNet(_ options: Options, auxiliary: Bool) throws -> Model {
        try Architectures.googLeNet(
            inputShape: options.inputShape ?? [224, 224, 3], classes: options.classes ?? 1000, auxiliary: auxiliary,
            filters: options.scaled(64), seed: options.seed)
    }

    private static func cifar(
        _ name: String, depth: Int, skips: Bool = true, shortcut: Architectures.Shortcut = .identity
    ) -> NamedArchitecture {
        NamedArchitecture(name: name) {
            try Architectures.cifarResNet(
                depth: depth, inputShape: $0.inputShape ?? [32, 32, 3], classes: $0.classes ?? 10, skips: skips,
                shortcut: shortcut, filters: $0.scaled(16), seed: $0.seed)
        }
    }
}
