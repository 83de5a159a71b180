/// Shall I attend the lecture? Three questions, each answered by 0 or 1.
package enum Attending {
    /// Is there a quarantine, so that it is online? Is the presenter dull? Is the topic a good one?
    package static let questions = ["quarantine", "presenter", "topic"]
    package static let perceptron = Perceptron(weights: [5, -8, 5], bias: 1)
    package static let cases: [[Double]] = [[1, 1, 1], [1, 1, 0], [0, 1, 1], [0, 1, 0], [0, 0, 0], [1, 0, 1]]
}

/// Functions of two bits that a perceptron may learn, or not.
package enum Logic {
    private static let bits: [[Double]] = [[0, 0], [0, 1], [1, 0], [1, 1]]

    package static let and = bits.map { (inputs: $0, fires: $0[0] + $0[1] == 2) }
    package static let or = bits.map { (inputs: $0, fires: $0[0] + $0[1] > 0) }
    /// One of the two, but not both.
    package static let exclusiveOr = bits.map { (inputs: $0, fires: $0[0] + $0[1] == 1) }

    /// What is to learn them. Its bias lies between whole numbers, and so does every sum: no point will be on the line.
    package static let beginner = Perceptron(weights: [0, 0], bias: -0.5)
}
