import Foundation
import Myelin

/// A small data set of each rank. The first axis is always that of the samples.
package enum Samples {
    /// 506 houses with 13 features: (samples, features).
    package static func vectors() -> Tensor { Tensor.zeros([506, 13]) }

    /// A year of a share: 250 days, 390 minutes, and of each minute three prices: (samples, steps, features).
    package static func sequences() -> Tensor {
        var dice = Dice(seed: 1)
        var price = 100.0
        var prices: [Float] = []
        for _ in 0..<250 * 390 {
            price += 0.05 * dice.normal()
            let high = price + 0.1 * Double.random(in: 0...1, using: &dice)
            let low = price - 0.1 * Double.random(in: 0...1, using: &dice)
            prices += [Float(price), Float(high), Float(low)]
        }
        return Tensor(prices, shape: [250, 390, 3])
    }

    /// 128 digits: (samples, rows, columns, channels). One byte for each pixel.
    package static func images() throws -> Tensor {
        try SyntheticDigits.samples(count: 128).x.reshaped(to: [128, 28, 28, 1])
    }

    /// Two films of 16 frames in which a bright spot goes round: (samples, frames, rows, columns, channels).
    package static func videos() -> Tensor {
        var pixels: [Float] = []
        for direction in [1.0, -1.0] {
            for frame in 0..<16 {
                let angle: Double = direction * Double(frame) * 2 * Double.pi / 16
                let x: Double = 16 + 9 * cos(angle)
                let y: Double = 16 + 9 * sin(angle)
                for row in 0..<32 {
                    for column in 0..<32 {
                        let across = Double(column) - x, down = Double(row) - y
                        let light = Float(exp(-(across * across + down * down) / 12))
                        pixels += [light, 0.7 * light, 0.1]
                    }
                }
            }
        }
        return Tensor(pixels, shape: [2, 16, 32, 32, 3])
    }
}
