import MyelinCore

/// How a weight gets its first value.
public protocol Initializer: Configurable {
    /// A value of the given shape. `key` (an Int64 scalar) makes the random ones repeatable.
    func callAsFunction(_ shape: Shape, dtype: DType, key: Tensor) -> Tensor
}

extension Initializer {
    public static var module: String { "keras.initializers" }
}

/// A random initializer. With a seed of its own it gives the same values for every key.
public protocol RandomInitializer: Initializer {
    /// What the numbers depend on; nil for the model's seed and the weight's place in it.
    var seed: Int? { get }
}

extension RandomInitializer {
    /// The key that the random numbers follow.
    func key(or key: Tensor) -> Tensor { seed.map { Tensor([$0], shape: []) } ?? key }
}

extension Config {
    /// The seed, or that of the generator that Keras wrote in its place; nil where there is none.
    func seed() -> Int? {
        if case .object(let generator)? = values["seed"], case .object(let settings)? = generator["config"] {
            return settings["seed"]?.whole
        }
        return values["seed"]?.whole
    }
}
