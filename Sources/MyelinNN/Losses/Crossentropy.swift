import MyelinCore

/// Cross-entropy by the rule that the shapes ask for; Keras' "crossentropy" and "ce".
///
/// With one number a sample it is `BinaryCrossentropy`, with class numbers as targets `SparseCategoricalCrossentropy`,
/// with one-hot targets `CategoricalCrossentropy`.
public struct Crossentropy: Loss {
    public static let className = "crossentropy"
    public static let aliases = ["ce"]

    public init() {}
    public init(config: Config) {}

    /// Keras keeps the word.
    public var serialized: ConfigValue { .string(Self.className) }

    public func resolved(target: TensorType, prediction: TensorType) -> any Loss {
        switch TargetKind(target: target.shape, prediction: prediction.shape) {
        case .binary: BinaryCrossentropy()
        case .sparse: SparseCategoricalCrossentropy()
        case .categorical: CategoricalCrossentropy()
        }
    }

    public func check(target: TensorType, prediction: TensorType) throws {
        try resolved(target: target, prediction: prediction).check(target: target, prediction: prediction)
    }

    public func values(target: Tensor, prediction: Tensor) -> Tensor {
        resolved(target: target.type, prediction: prediction.type).values(target: target, prediction: prediction)
    }
}

/// What targets are, as Keras sees it in the shapes of targets and predictions.
enum TargetKind {
    case binary, sparse, categorical

    init(target: Shape, prediction: Shape) {
        if prediction.sizes.last == 1 {
            self = .binary
        } else if target.rank < prediction.rank || (target.sizes.last == 1 && prediction.sizes.last != 1) {
            self = .sparse
        } else {
            self = .categorical
        }
    }
}

extension Loss where Self == Crossentropy {
    /// Cross-entropy by the rule that the shapes ask for.
    public static var crossentropy: Self { Self() }
}
