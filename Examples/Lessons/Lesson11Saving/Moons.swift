import Foundation
import Myelin

/// Two half moons that reach into each other.
enum Moons {
    static func points(_ count: Int, seed: UInt64) -> (x: Tensor, y: Tensor) {
        var dice = Dice(seed: seed)
        var labels: [UInt8] = []
        let rows = (0..<count).map { index -> [Float] in
            let isLower = index % 2 == 1
            labels.append(isLower ? 1 : 0)
            let angle = Double.random(in: 0...Double.pi, using: &dice)
            let across: Double = cos(angle), up: Double = sin(angle)
            let x = (isLower ? 1 - across : across) + 0.12 * dice.normal()
            let y = (isLower ? 0.5 - up : up) + 0.12 * dice.normal()
            return [Float(x), Float(y)]
        }
        return (Tensor(rows), Tensor(labels, shape: [count]))
    }
}
