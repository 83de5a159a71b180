import Foundation
import MyelinCore

/// Signals as the strengths of frequencies over time, by convolutions with weights that begin as a Fourier transform. Keras:
/// `STFTSpectrogram`.
///
/// - Input shape: (batch, samples, channels), or (batch, channels, samples) with the channels first.
/// - Output shape: (batch, frames, channels · frequencies); with `expandDims` (batch, frames, frequencies, channels). With
///   the channels first (batch, channels · frequencies, frames) or (batch, channels, frames, frequencies).
/// - Weights: real kernel, imaginary kernel, each (frameLength, 1, fftLength / 2 + 1); for `.real` and `.imag` one of them.
public final class STFTSpectrogram: Layer {
    /// What is given of each frequency.
    public enum Mode: String, Hashable, Sendable, CaseIterable {
        /// The logarithm of the magnitude.
        case log
        /// The magnitude.
        case magnitude
        /// The power, of both directions together.
        case psd
        /// The real part.
        case real
        /// The imaginary part.
        case imag
        /// The phase. It has no gradient.
        case angle
        /// Real and imaginary part.
        case stft
    }

    /// What is given of each frequency.
    public let mode: Mode
    public let frameLength: Int
    public let frameStep: Int?
    public let fftLength: Int?
    public let window: STFT.Window?
    public let periodic: Bool
    public let scaling: STFT.Scaling?
    public let padding: Padding
    public let expandDims: Bool
    /// Where the channels stand.
    public let dataFormat: DataFormat
    private var realKernel: Variable?
    private var imaginaryKernel: Variable?
    /// Keras' `epsilon()`.
    private static let least = 1e-7

    /// - Parameters:
    ///   - frameLength: samples in a frame.
    ///   - frameStep: samples between the beginnings of frames; by default half of a frame.
    ///   - fftLength: the length of the transform; by default the next power of two.
    ///   - window: the weight of each sample of a frame; nil for none.
    ///   - periodic: whether the window is cut from a periodic one.
    ///   - scaling: what the window is divided by.
    ///   - padding: `.same` gives as many frames as there are steps in the signal.
    ///   - expandDims: whether channels and frequencies have axes of their own.
    public init(
        _ mode: Mode = .log, frameLength: Int = 256, frameStep: Int? = nil, fftLength: Int? = nil,
        window: STFT.Window? = .hann, periodic: Bool = false, scaling: STFT.Scaling? = .density,
        padding: Padding = .valid, expandDims: Bool = false, dataFormat: DataFormat = .channelsLast, name: String? = nil
    ) {
        self.mode = mode
        self.frameLength = frameLength
        self.frameStep = frameStep
        self.fftLength = fftLength
        self.window = window
        self.periodic = periodic
        self.scaling = scaling
        self.padding = padding
        self.expandDims = expandDims
        self.dataFormat = dataFormat
        super.init(name: name)
    }

    /// The length of the transform.
    private var transformLength: Int {
        if let fftLength { return fftLength }
        var length = 1
        while length < frameLength { length *= 2 }
        return length
    }

    public override func build(_ input: Shape) throws {
        guard input.rank == 3 else {
            throw MyelinError(.shape, "expected an input of rank 3 (batch, samples, channels), got \(input)")
        }
        guard (1...1 << 20).contains(frameLength), (1...frameLength).contains(frameStep ?? 1) else {
            throw MyelinError(
                .argument,
                "expected a frameLength of at least 1 and a frameStep up to it, got \(frameLength) and \(frameStep ?? 1)"
            )
        }
        guard (frameLength...1 << 21).contains(transformLength), transformLength >= 2 else {
            throw MyelinError(
                .argument, "fftLength: expected at least 2 and frameLength \(frameLength), got \(transformLength)")
        }
        func kernel(_ name: String, _ side: STFT.Side) -> Variable {
            addWeight(
                name, shape: [frameLength, 1, transformLength / 2 + 1],
                initializer: STFT(side: side, window: window, scaling: scaling, periodic: periodic))
        }
        if mode != .imag { realKernel = kernel("real_kernel", .real) }
        if mode != .real { imaginaryKernel = kernel("imag_kernel", .imaginary) }
    }

    public override func call(_ x: Tensor, _ context: CallContext) throws -> Tensor {
        guard x.rank == 3, x.dtype.isFloatingPoint else {
            throw MyelinError(.dtype, "expected (batch, samples, channels) of floats, got \(x.shape) of \(x.dtype)")
        }
        let signal = dataFormat == .channelsLast ? x.transposed([0, 2, 1]) : x
        let batch = signal.shape[0], channels = signal.shape[1], count = signal.shape[2]
        guard padding == .same || count >= frameLength else {
            throw MyelinError(.shape, "expected at least frameLength \(frameLength) samples, got \(count)")
        }
        let step = frameStep ?? max(frameLength / 2, 1)
        /// (batch, channels, frames, frequencies).
        func part(_ kernel: Variable?) -> Tensor {
            let y = convolution(
                signal.reshaped(to: [batch * channels, count, 1]), kernel!.value, strides: [step], padding: padding)
            return y.reshaped(to: [batch, channels, y.shape[1], y.shape[2]])
        }
        switch mode {
        case .real: return arranged(part(realKernel))
        case .imag: return arranged(part(imaginaryKernel))
        case .angle: return arranged(angle(part(imaginaryKernel), part(realKernel)))
        case .stft: return arranged(.concatenated([part(realKernel), part(imaginaryKernel)], axis: 3))
        case .psd, .magnitude, .log: break
        }
        let power = square(part(realKernel)) + square(part(imaginaryKernel))
        if mode == .psd {
            // Frequencies but the first and the last stand for their negatives as well.
            let last = power.shape[3] - 1
            var factors = [Float](repeating: 2, count: last + 1)
            factors[0] = 1
            factors[last] = 1
            return arranged(power * Tensor(factors).cast(to: power.dtype))
        }
        let magnitude = sqrt(maximum(power, Tensor(Self.least, power.dtype)))
        return arranged(mode == .magnitude ? magnitude : log(maximum(magnitude, Tensor(Self.least, power.dtype))))
    }

    private func angle(_ imaginary: Tensor, _ real: Tensor) -> Tensor {
        let function = HostFunction("atan2") {
            ($0[0].shape, .float64)
        } body: { inputs, output in
            let y = inputs[0].elements(as: Double.self), x = inputs[1].elements(as: Double.self)
            let result = output.elements(as: Double.self)
            for index in result.indices { result[index] = atan2(y[index], x[index]) }
        }
        return function(imaginary.cast(to: .float64), real.cast(to: .float64)).cast(to: computeDType)
    }

    /// From (batch, channels, frames, frequencies).
    private func arranged(_ x: Tensor) -> Tensor {
        let batch = x.shape[0], both = x.shape[1] * x.shape[3], frames = x.shape[2]
        switch (dataFormat, expandDims) {
        case (.channelsLast, true): return x.transposed([0, 2, 3, 1])
        case (.channelsLast, false): return x.transposed([0, 2, 1, 3]).reshaped(to: [batch, frames, both])
        case (.channelsFirst, true): return x
        case (.channelsFirst, false): return x.transposed([0, 1, 3, 2]).reshaped(to: [batch, both, frames])
        }
    }

    public override var config: ConfigObject {
        [
            "mode": .string(mode.rawValue), "frame_length": .int(frameLength), "frame_step": ConfigValue(frameStep),
            "fft_length": ConfigValue(fftLength), "window": ConfigValue(window?.rawValue), "periodic": .bool(periodic),
            "scaling": ConfigValue(scaling?.rawValue), "padding": .string(padding.rawValue),
            "data_format": .string(dataFormat.rawValue), "expand_dims": .bool(expandDims),
        ]
    }

    convenience init(config: Config) throws {
        // A null is a choice here.
        let values = config.values
        self.init(
            try config.choice("mode", default: .log), frameLength: try config.int("frame_length", default: 256),
            frameStep: try config.optionalInt("frame_step"), fftLength: try config.optionalInt("fft_length"),
            window: try config.window(),
            periodic: try config.bool("periodic", default: false),
            scaling: values["scaling"] == .null ? nil : try config.choice("scaling", default: .density),
            padding: try config.padding(), expandDims: try config.bool("expand_dims", default: false),
            dataFormat: try config.dataFormat(), name: try config.string("name"))
    }
}
