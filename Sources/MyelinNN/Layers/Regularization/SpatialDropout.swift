import MyelinCore

/// Drops whole channels: the same ones in all steps or places of a sample. Keras' base of `SpatialDropout1D` and its kin.
/// Tompson et al. 2015.
///
/// - Input and output shape: (batch, …, channels), or with channels first (batch, channels, …).
public class SpatialDropout: Dropout {
    /// Whether the channels follow the batch.
    public let channelsFirst: Bool
    /// The number of axes between batch and channels.
    var spatialRank: Int { 1 }

    init(_ rate: Double, channelsFirst: Bool, seed: Int?, name: String?) {
        self.channelsFirst = channelsFirst
        super.init(rate, seed: seed, name: name)
    }

    public override func build(_ input: Shape) throws {
        guard input.rank == spatialRank + 2 else {
            throw MyelinError(.shape, "expected an input of rank \(spatialRank + 2), got \(input)")
        }
        try super.build(input)
    }

    override func drawnShape(_ x: Tensor) throws -> Shape {
        guard x.rank == spatialRank + 2 else {
            throw MyelinError(.shape, "expected an input of rank \(spatialRank + 2), got \(x.shape)")
        }
        let channels = channelsFirst ? 1 : x.rank - 1
        return Shape((0..<x.rank).map { $0 == 0 || $0 == channels ? x.shape[$0] : 1 })
    }

    // Keras' class takes neither.
    override var omittedSettings: Set<String> { ["trainable"] }

    public override var config: ConfigObject { ["rate": .double(rate), "seed": ConfigValue(seed)] }
}

/// Drops whole features of a sequence: the same ones in all its steps. Keras: `SpatialDropout1D`.
///
/// - Input and output shape: (batch, time, features).
public final class SpatialDropout1D: SpatialDropout {
    /// - Parameters:
    ///   - rate: the share that is dropped, from 0 to 1.
    ///   - seed: what the choice depends on; by default the model's seed.
    public init(_ rate: Double, seed: Int? = nil, name: String? = nil) {
        super.init(rate, channelsFirst: false, seed: seed, name: name)
    }

    convenience init(config: Config) throws {
        self.init(try config.double("rate"), seed: config.seed(), name: try config.string("name"))
    }
}

/// Drops whole channels of images. Keras: `SpatialDropout2D`.
///
/// - Input and output shape: (batch, height, width, channels), or with channels first (batch, channels, height, width).
public final class SpatialDropout2D: SpatialDropout {
    override var spatialRank: Int { 2 }

    /// - Parameters:
    ///   - rate: the share that is dropped, from 0 to 1.
    ///   - channelsFirst: whether the channels are the second axis.
    ///   - seed: what the choice depends on; by default the model's seed.
    public override init(_ rate: Double, channelsFirst: Bool = false, seed: Int? = nil, name: String? = nil) {
        super.init(rate, channelsFirst: channelsFirst, seed: seed, name: name)
    }

    public override var config: ConfigObject {
        super.config.merging(["data_format": .channels(first: channelsFirst)]) { $1 }
    }

    convenience init(config: Config) throws {
        self.init(
            try config.double("rate"), channelsFirst: try config.hasChannelsFirst(),
            seed: config.seed(), name: try config.string("name"))
    }
}

/// Drops whole channels of volumes. Keras: `SpatialDropout3D`.
///
/// - Input and output shape: (batch, depth, height, width, channels), or with channels first (batch, channels, depth,
///   height, width).
public final class SpatialDropout3D: SpatialDropout {
    override var spatialRank: Int { 3 }

    /// - Parameters:
    ///   - rate: the share that is dropped, from 0 to 1.
    ///   - channelsFirst: whether the channels are the second axis.
    ///   - seed: what the choice depends on; by default the model's seed.
    public override init(_ rate: Double, channelsFirst: Bool = false, seed: Int? = nil, name: String? = nil) {
        super.init(rate, channelsFirst: channelsFirst, seed: seed, name: name)
    }

    public override var config: ConfigObject {
        super.config.merging(["data_format": .channels(first: channelsFirst)]) { $1 }
    }

    convenience init(config: Config) throws {
        self.init(
            try config.double("rate"), channelsFirst: try config.hasChannelsFirst(),
            seed: config.seed(), name: try config.string("name"))
    }
}

extension ConfigValue {
    fileprivate static func channels(first: Bool) -> ConfigValue { first ? "channels_first" : "channels_last" }
}

extension Config {
    fileprivate func hasChannelsFirst() throws -> Bool {
        let format = try string("data_format", default: "channels_last")
        guard ["channels_first", "channels_last"].contains(format) else {
            throw MyelinError(.file, "\(owner): unknown data_format '\(format)'")
        }
        return format == "channels_first"
    }
}
