import MyelinCore

/// What training makes small: a number for each sample from its target and the model's prediction.
///
/// One of one's own is a type with a name and a formula, registered so that files with it can be read:
///
///     struct MeanFourthPower: Loss {
///         static let className = "MeanFourthPower"
///         init(config: Config) {}
///         func values(target: Tensor, prediction: Tensor) -> Tensor {
///             square(square(prediction - target)).mean(axes: [-1])
///         }
///     }
///     Registry.losses.register(MeanFourthPower.self)
public protocol Loss: Configurable {
    /// The name that Keras gives a loss of this class unless told otherwise.
    static var defaultName: String { get }

    /// The loss of each sample: the mean over the last axis, as Keras has it, so one axis less than the prediction.
    func values(target: Tensor, prediction: Tensor) -> Tensor

    /// Which of the losses count, as Bool or numbers 0 and 1 of their shape; nil if all do. The others take no part in
    /// a mean.
    func mask(target: Tensor, values: Tensor) -> Tensor?

    /// Throws if a target of this type does not fit a prediction of that type. Checked before the first batch: what
    /// does not fit would otherwise broadcast, and train on nonsense.
    func check(target: TensorType, prediction: TensorType) throws

    /// Chooses what depends on the shapes of target and prediction ("crossentropy" does); the loss itself for most.
    func resolved(target: TensorType, prediction: TensorType) -> any Loss

    /// How the losses of the samples become one number.
    var reduction: LossReduction { get }

    /// The largest class number that a target of class numbers may hold plus one; nil for targets that are no classes.
    func classCount(prediction: TensorType) -> Int?
}

extension Loss {
    public static var module: String { "keras.losses" }
    public static var defaultName: String { snakeCase(className) }

    public var reduction: LossReduction { .sumOverBatchSize }

    public func mask(target: Tensor, values: Tensor) -> Tensor? { nil }
    public func resolved(target: TensorType, prediction: TensorType) -> any Loss { self }

    public func check(target: TensorType, prediction: TensorType) throws {
        // Keras lets a target leave out a last axis of size 1.
        guard fits(target.shape, prediction.shape) else {
            throw MyelinError(.shape, misfit(target.shape, prediction.shape))
        }
    }

    public func classCount(prediction: TensorType) -> Int? { nil }

    /// The settings that all losses share, and their own.
    func config(_ own: ConfigObject = [:]) -> ConfigObject {
        own.merging(["name": .string(Self.defaultName), "reduction": .string(reduction.rawValue)]) { own, _ in own }
    }
}

// MARK: For the checks

/// A loss whose targets are probabilities, mostly the labels 0 and 1: with others training would go on silently.
protocol LossOfProbabilities: Loss {}

extension Loss {
    /// Whether targets of one shape hold a class number for each row of predictions of another.
    func isClassNumbers(_ target: Shape, for prediction: Shape) -> Bool {
        guard prediction.rank > 0 else { return false }
        let rows = Array(prediction.sizes.dropLast())
        return target.sizes == rows || target.sizes == rows + [1]
    }

    /// Whether targets have the prediction's shape, but for a last axis of size 1.
    func fits(_ target: Shape, _ prediction: Shape) -> Bool {
        let column = prediction.rank > 1 && prediction.sizes.last == 1
        return target == prediction || (column && target.sizes == Array(prediction.sizes.dropLast()))
    }

    func misfit(_ target: Shape, _ prediction: Shape) -> String {
        "\(Self.className): expected targets of shape \(prediction), as the prediction, got \(target)"
    }

    /// Throws unless a prediction holds more than one class: the probability of a single class is 1, and nothing is
    /// learned.
    func checkClasses(_ prediction: Shape, axis: Int = -1) throws {
        guard let place = prediction.resolved(axis: axis), prediction[place] > 1 else {
            throw MyelinError(
                .shape,
                "\(Self.className): expected predictions of two classes or more, got shape \(prediction); "
                    + "for one probability a sample use BinaryCrossentropy")
        }
    }

    /// Throws unless targets are one-hot for the classes of a prediction.
    func checkOneHot(_ target: Shape, _ prediction: Shape, axis: Int) throws {
        try checkClasses(prediction, axis: axis)
        guard target != prediction else { return }
        var message = "\(Self.className): expected one-hot targets of shape \(prediction), got \(target)"
        if isClassNumbers(target, for: prediction) {
            message += "; for class numbers use SparseCategoricalCrossentropy"
        }
        throw MyelinError(.shape, message)
    }

    /// Throws unless targets hold a class number for each row of a prediction.
    func checkClassNumbers(_ target: Shape, _ prediction: Shape) throws {
        try checkClasses(prediction)
        guard !isClassNumbers(target, for: prediction) else { return }
        let rows = Shape(Array(prediction.sizes.dropLast()))
        var message = "\(Self.className): expected class numbers of shape \(rows), got targets of shape \(target)"
        if target == prediction { message += "; for one-hot targets use CategoricalCrossentropy" }
        throw MyelinError(.shape, message)
    }
}
