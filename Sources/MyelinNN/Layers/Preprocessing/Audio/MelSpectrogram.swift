import Foundation
import MyelinCore

/// Sounds as the strengths of frequencies over time, on the scale by which ears tell pitches apart. Keras: `MelSpectrogram`.
///
/// Each frame's Fourier transform gives magnitudes; raised to `magExp` and summed up over overlapping triangles on the mel
/// scale (1127 ln(1 + f / 700)) they are strengths, shown in decibels.
///
/// - Input shape: (batch, …, samples). Output shape: (batch, …, numMelBins, frames), frames = 1 + samples / sequenceStride.
public final class MelSpectrogram: Layer {
    /// The weight of each sample of a frame.
    public enum Window: String, Hashable, Sendable, CaseIterable {
        /// From 0 at the ends (0.08 for `hamming`) to 1 in the middle.
        case hann, hamming
    }

    /// What the layer is made with, by Keras' names and with its defaults.
    public struct Options: Hashable, Sendable {
        /// Samples of which a Fourier transform is taken; frames are filled up with zeros to it.
        public var fftLength = 2048
        /// Samples between the beginnings of frames.
        public var sequenceStride = 512
        /// Samples in a frame; nil for `fftLength`.
        public var sequenceLength: Int?
        /// The weight of each sample of a frame; nil for none.
        public var window: Window? = .hann
        /// Samples in a second.
        public var samplingRate = 16000.0
        /// Frequencies of the output.
        public var numMelBins = 128
        /// The lowest frequency, in hertz.
        public var minFreq = 20.0
        /// The highest frequency; nil for half the sampling rate.
        public var maxFreq: Double?
        /// Whether strengths are given in decibels.
        public var powerToDB = true
        /// Decibels below the loudest strength of a batch that are told apart.
        public var topDB = 80.0
        /// What magnitudes are raised to.
        public var magExp = 2.0
        /// The least strength that is told from silence.
        public var minPower = 1e-10
        /// The strength of 0 decibels.
        public var refPower = 1.0

        public init() {}
    }

    /// What the layer was made with.
    public let options: Options
    private lazy var transform = FourierMatrix(
        frameLength: options.fftLength, periodic: options.fftLength, window: windowWeights)
    private lazy var melMatrix = Self.melMatrix(options)

    /// - Parameters:
    ///   - options: lengths, bounds and units; Keras' defaults.
    ///   - name: how the layer is called; by default `mel_spectrogram` with a number.
    public init(_ options: Options = Options(), name: String? = nil) {
        self.options = options
        super.init(name: name)
    }

    private var sequenceLength: Int { options.sequenceLength ?? options.fftLength }

    private func check() throws {
        func require(_ condition: Bool, _ message: @autoclosure () -> String) throws {
            if !condition { throw MyelinError(.argument, message()) }
        }
        let o = options
        try require((2...1 << 16).contains(o.fftLength), "fftLength: expected 2 to 65536, got \(o.fftLength)")
        try require(
            (1...o.fftLength).contains(sequenceLength),
            "sequenceLength: expected 1 to fftLength \(o.fftLength), got \(sequenceLength)")
        try require(
            (1...1 << 30).contains(o.sequenceStride), "sequenceStride: expected at least 1, got \(o.sequenceStride)")
        try require((1...1 << 16).contains(o.numMelBins), "numMelBins: expected at least 1, got \(o.numMelBins)")
        try require(o.samplingRate >= 1 && o.samplingRate < 1e12, "samplingRate: got \(o.samplingRate)")
        try require(
            o.minFreq >= 0 && o.minFreq < o.highestFrequency,
            "minFreq: expected a frequency from 0 to maxFreq \(o.highestFrequency), got \(o.minFreq)")
        try require(o.minPower > 0, "minPower: expected a number above 0, got \(o.minPower)")
    }

    public override func build(_ input: Shape) throws {
        try check()
        guard input.rank >= 2 else {
            throw MyelinError(.shape, "expected an input of rank 2 or more (batch, …, samples), got \(input)")
        }
    }

    public override func call(_ x: Tensor, _ context: CallContext) throws -> Tensor {
        let margin = options.fftLength / 2
        guard x.rank >= 2, x.shape[x.rank - 1] > margin else {
            throw MyelinError(
                .shape,
                "expected (batch, …, samples) with more than half of fftLength \(options.fftLength), got \(x.shape)")
        }
        let outer = x.shape.sizes.dropLast(), x = x.reshaped(to: [outer.reduce(1, *), x.shape[x.rank - 1]])
        let count = x.shape[1], frames = 1 + (count + 2 * margin - options.fftLength) / options.sequenceStride
        // Both ends are continued by their mirror images.
        var places: [Int32] = []
        places.reserveCapacity(frames * options.fftLength)
        for frame in 0..<frames {
            for sample in 0..<options.fftLength {
                let place = abs(frame * options.sequenceStride + sample - margin)
                places.append(Int32(place < count ? place : 2 * (count - 1) - place))
            }
        }
        let framed = x.cast(to: computeDType).gathered(Tensor(places, shape: [frames, options.fftLength]), axis: 1)
        let parts = matmul(framed, transform.tensor(computeDType)), bins = options.fftLength / 2 + 1
        let power = square(parts.sliced(axis: 2, 0..<bins)) + square(parts.sliced(axis: 2, bins..<2 * bins))
        let strength = options.magExp == 2 ? power : MyelinCore.power(power, Tensor(options.magExp / 2, computeDType))
        let mel = matmul(strength, melMatrix.cast(to: computeDType))
        let result = (options.powerToDB ? decibels(mel) : mel).transposed([0, 2, 1])
        return result.reshaped(to: Shape(Array(outer) + result.shape.sizes.dropFirst()))
    }

    private func decibels(_ x: Tensor) -> Tensor {
        let scale = 10 / Foundation.log(10.0)
        let reference = scale * Foundation.log(Swift.max(Swift.abs(options.refPower), options.minPower))
        let level = log(maximum(x, Tensor(options.minPower, x.dtype))) * scale - reference
        return maximum(level, (level.max() - options.topDB).broadcast(to: level.shape))
    }

    /// The weights of a frame's samples, in the middle of `fftLength`.
    private var windowWeights: [Double] {
        guard let window = options.window else { return [Double](repeating: 1, count: options.fftLength) }
        // As TensorFlow: windows of odd lengths are symmetric, those of even ones periodic.
        let length = sequenceLength, period = Double(length % 2 == 0 ? length : length - 1)
        let before = (options.fftLength - length) / 2
        var weights = [Double](repeating: 0, count: options.fftLength)
        for place in 0..<length {
            let cosine = length == 1 ? -1 : Foundation.cos(2 * .pi * Double(place) / period)
            weights[before + place] = window == .hann ? 0.5 - 0.5 * cosine : 0.54 - 0.46 * cosine
        }
        return weights
    }

    /// What each frequency adds to each bin: (fftLength / 2 + 1, numMelBins).
    private static func melMatrix(_ options: Options) -> Tensor {
        func mel(_ frequency: Double) -> Double { 1127 * Foundation.log(1 + frequency / 700) }
        let bins = options.fftLength / 2 + 1, low = mel(options.minFreq), high = mel(options.highestFrequency)
        let edges = (0..<options.numMelBins + 2).map {
            low + (high - low) * Double($0) / Double(options.numMelBins + 1)
        }
        var values = [Float](repeating: 0, count: bins * options.numMelBins)
        // The constant part of a sound has no pitch.
        for bin in 1..<bins {
            let place = mel(options.samplingRate / 2 * Double(bin) / Double(bins - 1))
            for column in 0..<options.numMelBins {
                let rising = (place - edges[column]) / (edges[column + 1] - edges[column])
                let falling = (edges[column + 2] - place) / (edges[column + 2] - edges[column + 1])
                values[bin * options.numMelBins + column] = Float(Swift.max(0, Swift.min(rising, falling)))
            }
        }
        return Tensor(values, shape: [bins, options.numMelBins])
    }

    // Keras states frames along the second axis, whatever the rank.
    override func statedShapes(_ inputs: [[Int?]], _ arguments: CallArguments, _ computed: [[Int?]]) -> [[Int?]] {
        guard let input = inputs.first, input.count > 1 else { return computed }
        let stride = options.sequenceStride
        return [[input[0], options.numMelBins, input[1].map { ($0 + stride + 1) / stride }]]
    }

    public override var config: ConfigObject {
        [
            "fft_length": .int(options.fftLength), "sequence_stride": .int(options.sequenceStride),
            "sequence_length": .int(sequenceLength), "window": ConfigValue(options.window?.rawValue),
            "sampling_rate": .double(options.samplingRate), "num_mel_bins": .int(options.numMelBins),
            "min_freq": .double(options.minFreq), "max_freq": .double(options.highestFrequency),
            "power_to_db": .bool(options.powerToDB), "top_db": .double(options.topDB),
            "mag_exp": .double(options.magExp), "min_power": .double(options.minPower),
            "ref_power": .double(options.refPower),
        ]
    }

    convenience init(config: Config) throws {
        var options = Options()
        options.fftLength = try config.int("fft_length", default: options.fftLength)
        options.sequenceStride = try config.int("sequence_stride", default: options.sequenceStride)
        options.sequenceLength = try config.optionalInt("sequence_length")
        options.window = config.values["window"] == .null ? nil : try config.choice("window", default: .hann)
        options.samplingRate = try config.double("sampling_rate", default: options.samplingRate)
        options.numMelBins = try config.int("num_mel_bins", default: options.numMelBins)
        options.minFreq = try config.double("min_freq", default: options.minFreq)
        options.maxFreq = try config.optionalDouble("max_freq")
        options.powerToDB = try config.bool("power_to_db", default: options.powerToDB)
        options.topDB = try config.double("top_db", default: options.topDB)
        options.magExp = try config.double("mag_exp", default: options.magExp)
        options.minPower = try config.double("min_power", default: options.minPower)
        options.refPower = try config.double("ref_power", default: options.refPower)
        self.init(options, name: try config.string("name"))
    }
}

extension MelSpectrogram.Options {
    fileprivate var highestFrequency: Double { maxFreq ?? (samplingRate / 2).rounded(.down) }
}
