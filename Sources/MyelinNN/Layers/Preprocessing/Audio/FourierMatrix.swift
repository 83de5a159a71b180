import Foundation
import MyelinCore

/// A windowed Fourier transform of real frames as a matrix: (frame length, 2 · frequencies), cosines first.
struct FourierMatrix {
    private let values: [Float]
    private let shape: Shape

    /// - Parameters:
    ///   - periodic: the length of the transform; it has half as many frequencies and one.
    ///   - window: the weight of each sample.
    init(frameLength: Int, periodic length: Int, window: [Double]) {
        let frequencies = length / 2 + 1
        // Each entry is one of `length` values.
        let cosines = (0..<length).map { cos(2 * .pi * Double($0) / Double(length)) }
        let sines = (0..<length).map { -sin(2 * .pi * Double($0) / Double(length)) }
        var values = [Float](repeating: 0, count: frameLength * 2 * frequencies)
        for time in 0..<frameLength {
            for frequency in 0..<frequencies {
                let place = time * 2 * frequencies + frequency, angle = time * frequency % length
                values[place] = Float(cosines[angle] * window[time])
                values[place + frequencies] = Float(sines[angle] * window[time])
            }
        }
        self.values = values
        shape = [frameLength, 2 * frequencies]
    }

    func tensor(_ dtype: DType) -> Tensor { Tensor(values, shape: shape).cast(to: dtype) }
}
