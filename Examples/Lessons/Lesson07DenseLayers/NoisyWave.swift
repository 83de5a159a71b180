import Foundation
import Myelin

/// Points on a wave, which noise moves up and down: few to learn from, many to check with.
package enum NoisyWave {
    static func truth(_ x: Double) -> Double { sin(2.5 * x) }

    package static func points(_ count: Int, seed: UInt64) -> (x: Tensor, y: Tensor) {
        var dice = Dice(seed: seed)
        let x = places(-2, 2, count: count)
        let y = x.map { Float(truth($0) + 0.35 * dice.normal()) }
        return (Tensor(x.map(Float.init), shape: [count, 1]), Tensor(y, shape: [count, 1]))
    }

    static var training: (x: Tensor, y: Tensor) { points(24, seed: 1) }
    static var validation: (x: Tensor, y: Tensor) { points(200, seed: 2) }
}
