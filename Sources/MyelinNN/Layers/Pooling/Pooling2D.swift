import MyelinCore

/// What the pooling layers over images share: a window that moves over height and width.
public class Pooling2D: Layer {
    public let poolSize: [Int]
    public let strides: [Int]
    public let padding: Padding

    /// - Parameters:
    ///   - poolSize: height and width of the window.
    ///   - strides: how far it moves; by default by its own size.
    ///   - padding: `.valid`, or `.same` for a border that takes no part.
    public init(poolSize: [Int], strides: [Int]? = nil, padding: Padding = .valid, name: String? = nil) {
        self.poolSize = poolSize
        self.strides = strides ?? poolSize
        self.padding = padding
        super.init(name: name)
    }

    /// A square window, by default 2×2.
    public convenience init(_ poolSize: Int = 2, strides: Int? = nil, padding: Padding = .valid, name: String? = nil) {
        self.init(poolSize: [poolSize, poolSize], strides: strides.map { [$0, $0] }, padding: padding, name: name)
    }

    public override func build(_ input: Shape) throws {
        try requireImages(input)
        try requirePairs([("poolSize", poolSize), ("strides", strides)])
    }

    public override var config: [String: ConfigValue] {
        [
            "pool_size": ConfigValue(poolSize), "strides": ConfigValue(strides), "padding": .string(padding.rawValue),
            "data_format": "channels_last",
        ]
    }

    convenience init(config: Config) throws {
        try config.requireChannelsLast()
        self.init(
            poolSize: try config.ints("pool_size", count: 2, default: [2, 2]),
            strides: config.has("strides") ? try config.ints("strides", count: 2) : nil, padding: try config.padding(),
            name: try config.string("name"))
    }
}

/// The largest element of each window. Keras: `MaxPooling2D`.
public final class MaxPooling2D: Pooling2D {
    public override func call(_ x: Tensor, _ context: CallContext) throws -> Tensor {
        try requireImages(x.shape)
        return maximumPool(x, size: poolSize, strides: strides, padding: padding)
    }
}

/// The mean of each window. Keras: `AveragePooling2D`.
public final class AveragePooling2D: Pooling2D {
    public override func call(_ x: Tensor, _ context: CallContext) throws -> Tensor {
        try requireImages(x.shape)
        return averagePool(x, size: poolSize, strides: strides, padding: padding)
    }
}
