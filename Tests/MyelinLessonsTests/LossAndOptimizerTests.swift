import Foundation
import MyelinLessons
import Testing

/// Lessons 5 and 6.
struct LossAndOptimizerTests {
    @Test func lossesByHand() throws {
        #expect(abs(LossByHand.binaryCrossentropy(1, 0.5) - log(2)) < 1e-15)
        #expect(LossByHand.huber(0, 0.5) == 0.125 && LossByHand.huber(0, 3) == 2.5)
        // e², e¹ and e^0.1 are 7.389056, 2.718282 and 1.105171; their sum is 11.212509.
        #expect(isClose(LossByHand.softmax([2, 1, 0.1]), [0.659001, 0.242433, 0.098566], within: 1e-6))
        #expect(isClose(LossByHand.softmax([1000, 1000]), [0.5, 0.5], within: 1e-15))
        // With the fitting loss, the slope is p − target.
        for z in [-6.0, -1, 2] {
            let measured = slope({ LossByHand.binaryCrossentropy(1, sigmoid($0)) }, at: z)
            #expect(abs(measured - (sigmoid(z) - 1)) < 1e-8)
        }
    }

    @Test func lessonFiveAgreesWithMyelin() throws {
        let run = try LessonRun(5)
        // Squares 0.25, 0, 0.25, 100; distances 0.5, 0, 0.5, 10; Huber 0.125, 0, 0.125, 9.5.
        for (name, byHand, value) in [
            ("mse", "mean squared error", 25.125), ("mae", "mean absolute error", 2.75), ("huber", "Huber", 2.4375),
        ] {
            #expect(abs(try run.number(byHand) - value) < 1e-12)
            #expect(abs(try run.number("Myelin's \(name)") - value) < 1e-5)
        }
        #expect(abs(try run.number("Myelin's crossentropy of class 0") + log(0.659001)) < 1e-5)
    }

    @Test func optimizersWalkAsMyelins() throws {
        for contestant in Contestant.all {
            let path = try contestant.pathOfMyelin()
            #expect(isClose(Array(path.joined()), Array(contestant.path.joined()), within: 1e-3), "\(contestant.name)")
        }
        // Along the valley each step of plain descent leaves 97 % of the way.
        let descent = Contestant.all[0].path.last!
        #expect(abs(descent[0] + 9 * pow(0.97, 60)) < 1e-9)
        let heights = Contestant.all.map { Valley.height($0.path.last!) }
        #expect(heights.dropFirst().allSatisfy { $0 < heights[0] })
        #expect(try LessonRun(6).lines.count(where: { $0.hasSuffix(": the same") }) == 4)
    }
}
