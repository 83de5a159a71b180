import Myelin

extension Lesson {
    static let optimizers = Lesson(
        6, "Optimizers in one valley", aim: "See what momentum, RMSprop and Adam do better than plain gradient descent."
    ) { output in
        output.heading("Sixty steps from (−9, 2.5) to the lowest place, (0, 0)")
        output.row(("rule", 20), ("after 10", -10), ("after 30", -12), ("after 60", -12))
        for contestant in Contestant.all {
            let heights = contestant.path.map(Valley.height)
            output.row(
                (contestant.name, 20), (fixed(heights[10], 5), -10), (fixed(heights[30], 5), -12),
                (fixed(heights[60], 5), -12))
        }
        try inMyelin(output)
        try output.picture("lesson06-valley") { try Pictures06.valley.write(to: $0) }
    }

    private static func inMyelin(_ output: LessonOutput) throws {
        output.heading("Myelin's optimizers walk the same paths")
        for contestant in Contestant.all {
            let path = try contestant.pathOfMyelin()
            let apart = zip(path.joined(), contestant.path.joined()).map { abs($0 - $1) }.max()!
            output.line("\(contestant.name): \(apart < 1e-3 ? "the same" : "another path, \(fixed(apart)) apart")")
        }
    }
}

/// A rule of ours beside Myelin's optimizer.
package struct Contestant {
    package let name: String
    package let path: [[Double]]
    let optimizer: Optimizer
    static let steps = 60

    package static var all: [Contestant] {
        [
            Contestant(
                name: "gradient descent", path: Valley.walk(Descent(rate: 0.3), steps: steps),
                optimizer: SGD(learningRate: 0.3)),
            Contestant(
                name: "momentum", path: Valley.walk(Momentum(rate: 0.1), steps: steps),
                optimizer: SGD(learningRate: 0.1, momentum: 0.9)),
            Contestant(
                name: "RMSprop", path: Valley.walk(RootMeanSquare(rate: 0.3), steps: steps),
                optimizer: RMSprop(learningRate: 0.3)),
            Contestant(
                name: "Adam", path: Valley.walk(AdaptiveMoments(rate: 0.5), steps: steps),
                optimizer: Adam(learningRate: 0.5)),
        ]
    }

    /// The same walk by Myelin: a variable, the gradient of the height, and the optimizer's updates.
    package func pathOfMyelin() throws -> [[Double]] {
        let place = try Variable(Tensor(Valley.start.map(Float.init)))
        let steepness: Tensor = [0.05, 1]
        var path = [Valley.start]
        for _ in 0..<Self.steps {
            let (_, gradients) = try valueAndGradient(withRespectTo: [place]) {
                (square(place.value) * steepness).sum()
            }
            for (variable, value) in try optimizer.updates(for: [place], gradients: gradients) {
                try variable.assign(value)
            }
            path.append(try place.value.scalars(Float.self).map(Double.init))
        }
        return path
    }
}
