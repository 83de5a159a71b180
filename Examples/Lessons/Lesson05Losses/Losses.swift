import Foundation

/// Losses of one example, by their formulas.
package enum LossByHand {
    // Regression: how far is the number off?
    package static func squared(_ target: Double, _ prediction: Double) -> Double {
        (target - prediction) * (target - prediction)
    }
    package static func absolute(_ target: Double, _ prediction: Double) -> Double { abs(target - prediction) }
    /// Squared near 0, absolute farther away than 1.
    package static func huber(_ target: Double, _ prediction: Double) -> Double {
        let distance = abs(target - prediction)
        return distance <= 1 ? distance * distance / 2 : distance - 0.5
    }

    /// Two classes: how surprising is the answer, if `probability` is that of class 1?
    package static func binaryCrossentropy(_ target: Double, _ probability: Double) -> Double {
        -target * log(probability) - (1 - target) * log(1 - probability)
    }

    /// Several classes: how surprising is the true one?
    package static func crossentropy(_ trueClass: Int, _ probabilities: [Double]) -> Double {
        -log(probabilities[trueClass])
    }

    /// Numbers of any size become probabilities that add up to 1.
    package static func softmax(_ scores: [Double]) -> [Double] {
        // The largest is taken off first, so that no exponential overflows.
        let powers = scores.map { exp($0 - scores.max()!) }
        return powers.map { $0 / powers.reduce(0, +) }
    }
}
