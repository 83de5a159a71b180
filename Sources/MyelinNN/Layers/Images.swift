import MyelinCore

// What layers over sequences, images and volumes have in common: one to three spatial axes and channels.

/// Where the channels stand. Keras: `data_format`.
public enum DataFormat: String, Hashable, Sendable, CaseIterable {
    /// (batch, spatial..., channels), in which everything is computed.
    case channelsLast = "channels_last"
    /// (batch, channels, spatial...).
    case channelsFirst = "channels_first"

    /// A tensor of this format with its channels last.
    func channelsLast(_ x: Tensor) -> Tensor {
        self == .channelsLast ? x : x.transposed([0] + (2..<x.rank) + [1])
    }

    /// A tensor with its channels last in this format.
    func restored(_ x: Tensor) -> Tensor {
        self == .channelsLast ? x : x.transposed([0, x.rank - 1] + (1..<x.rank - 1))
    }

    /// A shape of this format with its channels last.
    func channelsLast(_ shape: Shape) -> Shape {
        self == .channelsLast ? shape : Shape([shape[0]] + shape.sizes.dropFirst(2) + [shape[1]])
    }

    /// The axis of the channels in a tensor of this rank.
    func channelAxis(rank: Int) -> Int { self == .channelsLast ? rank - 1 : 1 }
}

/// A number for each spatial axis: one for all, as in `Conv2D(32, 3)`, or a list, as in `Conv2D(32, [3, 5])`.
public protocol AxisSizes: Sendable {
    /// The numbers for `rank` axes. A list is given as it is, whatever its length.
    func sizes(rank: Int) -> [Int]
}

extension Int: AxisSizes {
    public func sizes(rank: Int) -> [Int] { [Int](repeating: self, count: rank) }
}

extension [Int]: AxisSizes {
    public func sizes(rank: Int) -> [Int] { self }
}

/// A layer over one, two or three spatial axes, with the channels first or last.
public class SpatialLayer: Layer {
    /// The number of spatial axes; each class says its own.
    class var spatialRank: Int { 2 }
    var spatialRank: Int { Self.spatialRank }

    /// Whether Keras' class has a `data_format`; where not the channels are last.
    class var hasDataFormat: Bool { true }

    /// Where the channels stand, by default last.
    public let dataFormat: DataFormat

    init(dataFormat: DataFormat, name: String?) {
        self.dataFormat = dataFormat
        super.init(name: name)
    }

    /// The spatial axes of an input.
    var spatialAxes: [Int] {
        let first = dataFormat == .channelsLast ? 1 : 2
        return Array(first..<first + spatialRank)
    }

    /// Throws if a shape has not the axes that the layer works on.
    func requireImages(_ shape: Shape) throws {
        if dataFormat == .channelsLast { return try MyelinCore.requireImages(shape, spatialRank: spatialRank) }
        guard shape.rank == spatialRank + 2 else {
            let names = ["steps", "height, width", "depth, height, width"][spatialRank - 1]
            throw MyelinError(
                .shape, "expected an input of rank \(spatialRank + 2) (batch, channels, \(names)), got \(shape)")
        }
    }

    /// Checks settings and creates weights for an input of this shape, which has its channels last.
    func buildChannelsLast(_ input: Shape) throws {}

    /// The output with its channels last, for such an input.
    func callChannelsLast(_ x: Tensor, _ context: CallContext) throws -> Tensor { x }

    public override func build(_ input: Shape) throws {
        try requireImages(input)
        try buildChannelsLast(dataFormat.channelsLast(input))
    }

    public override func call(_ x: Tensor, _ context: CallContext) throws -> Tensor {
        try requireImages(x.shape)
        let y = dataFormat.restored(try callChannelsLast(dataFormat.channelsLast(x), context))
        try requirePossible(y.shape)
        return y
    }

    public override var config: ConfigObject {
        Self.hasDataFormat ? ["data_format": .string(dataFormat.rawValue)] : [:]
    }
}

/// Throws if a sample of this shape is larger than any memory; arithmetic with its size would overflow.
func requirePossible(_ shape: Shape) throws {
    guard shape.sizes.dropFirst().reduce(1.0, { $0 * Double($1) }) < Double(1 << 40) else {
        throw MyelinError(.shape, "an output of shape \(shape) is larger than any memory")
    }
}

extension Config {
    func padding() throws -> Padding {
        let text = try string("padding", default: "valid")
        guard let padding = Padding(rawValue: text) else {
            throw MyelinError(.file, "\(owner): unknown padding '\(text)'")
        }
        return padding
    }

    /// Keras' `data_format`.
    func dataFormat() throws -> DataFormat { try choice("data_format", default: .channelsLast) }

    /// A number for each of `rank` axes; one number stands for equal ones.
    func axisSizes(_ key: String, rank: Int, default fallback: Int? = nil) throws -> [Int] {
        try ints(key, count: rank, default: fallback.map { $0.sizes(rank: rank) })
    }
}

/// Throws if a count is not at least 1, or larger than any.
func requireCount(_ name: String, _ value: Int, below limit: Int = 1 << 31) throws {
    guard value >= 1, value < limit else {
        throw MyelinError(.argument, "\(name): expected a number of at least 1, got \(value)")
    }
}
