import Myelin

/// Reviews in which "not" turns the next word into its opposite: whoever ignores the order of words cannot read them.
package enum WordOrder {
    package static let words =
        ["", "not", "good", "great", "fun", "bad", "dull", "weak"] + (1...12).map { "word\($0)" }
    static let length = 12

    /// Word numbers, 12 for each review, and whether it is a good one.
    package static func reviews(_ count: Int, seed: UInt64) -> (x: [[Int32]], y: Tensor) {
        var dice = Dice(seed: seed)
        var labels: [UInt8] = []
        let reviews = (0..<count).map { _ -> [Int32] in
            let isGood = Bool.random(using: &dice), isNegated = Bool.random(using: &dice)
            var review = (0..<length).map { _ in Int32.random(in: 8...19, using: &dice) }
            let place = Int.random(in: 1..<length, using: &dice)
            // "not bad" is good, "not good" is bad.
            review[place] = Int32.random(in: 2...4, using: &dice) + (isGood == isNegated ? 3 : 0)
            if isNegated {
                review[place - 1] = 1
            } else if place > 2 {
                // A "not" elsewhere means nothing.
                review[Int.random(in: 0..<place - 1, using: &dice)] = 1
            }
            labels.append(isGood ? 1 : 0)
            return review
        }
        return (reviews, Tensor(labels, shape: [count]))
    }
}
