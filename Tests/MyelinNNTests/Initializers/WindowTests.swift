import Myelin
import MyelinNN
import Testing

/// The weights of windows as SciPy's `get_window` gives them: symmetric ones of four samples and periodic ones of five.
struct WindowTests {
    @Test(
        arguments: [
            ("hann", [0, 0.75], [0, 0.34549, 0.90451]), ("hamming", [0.08, 0.77], [0.08, 0.39785, 0.91215]),
            ("blackman", [0, 0.63], [0, 0.20077, 0.84923]),
            ("nuttall", [0.00036, 0.52923], [0.00036, 0.11052, 0.79826]),
            ("flattop", [-0.00042, 0.19821], [-0.00042, -0.06771, 0.60687]),
            ("blackmanharris", [0.00006, 0.52058], [0.00006, 0.10301, 0.79383]),
            ("bartlett", [0, 0.66667], [0, 0.4, 0.8]), ("triang", [0.25, 0.75], [0.16667, 0.5, 0.83333]),
            ("parzen", [0.03125, 0.71875], [0.00926, 0.25, 0.86111]), ("bohman", [0, 0.609], [0, 0.17912, 0.83431]),
            ("barthann", [0, 0.73], [0, 0.35857, 0.87943]),
            ("cosine", [0.38268, 0.92388], [0.25882, 0.70711, 0.96593]),
            ("lanczos", [0, 0.82699], [0, 0.50455, 0.93549]),
            ("taylor", [0.37816, 0.90545], [0.30635, 0.66206, 0.957]),
            ("exponential", [0.22313, 0.60653], [0.08208, 0.22313, 0.60653]), ("tukey", [0, 1], [0, 0.90451, 1]),
            ("rect", [1, 1], [1, 1, 1]),
        ] as [(String, [Float], [Float])])
    func areSciPys(_ name: String, _ symmetric: [Float], _ periodic: [Float]) throws {
        for (half, isPeriodic, count) in [(symmetric, false, 4), (periodic, true, 5)] {
            let config = Config(
                ["window": .string(name), "scaling": nil, "periodic": .bool(isPeriodic)], owner: "STFT")
            let initializer = try STFT(config: config)
            let kernel = initializer([count, 1, 2], dtype: .float32, key: Tensor(0))
            // The first frequency's cosines are 1.
            let weights = try kernel.sliced(axis: 2, 0..<1).scalars(Float.self)
            #expect(zip(weights, half).allSatisfy { abs($0 - $1) < 2e-5 }, "\(name): \(weights)")
            #expect(zip(weights.dropFirst(isPeriodic ? 1 : 0), weights.reversed()).allSatisfy { abs($0 - $1) < 2e-5 })
        }
    }

    @Test func anotherNameIsAnError() {
        #expect(throws: MyelinError.self) { try STFT(config: Config(["window": "kaiser"], owner: "STFT")) }
    }
}
