import Foundation
import MyelinData

extension RandomStream {
    /// The logarithm of a number of the Gamma distribution with a shape of `alpha` and a scale of 1; that of small shapes is
    /// often below the least float.
    ///
    /// Marsaglia and Tsang 2000; shapes below 1 by a factor of U^(1/α).
    mutating func nextGammaLogarithm(_ alpha: Double) -> Double {
        var result = 0.0, shape = alpha
        if alpha < 1 {
            result = log(1 - Double(nextUniform())) / alpha
            shape += 1
        }
        let d = shape - 1.0 / 3, c = 1 / (9 * d).squareRoot()
        while true {
            let x = Double(nextNormal()), v = pow(1 + c * x, 3)
            guard v > 0 else { continue }
            if log(1 - Double(nextUniform())) < 0.5 * x * x + d - d * v + d * log(v) { return result + log(d * v) }
        }
    }
}

/// e^x, by a name that no tensor function has.
func exponential(_ x: Double) -> Double { Foundation.exp(x) }
