import Foundation
import Myelin
import MyelinLessons
import TestSupport
import Testing

/// Lessons 7 to 11: what training comes to.
@Suite(.serialized) struct ModelLessonTests {
    @Test func capacity() throws {
        let run = try LessonRun(7)
        #expect(abs(try run.number("slope") - 2) < 0.01)
        #expect(abs(try run.number("its answer for 10") - 19) < 0.1)
        func error(_ part: String, _ name: String) throws -> Double { try run.number("\(part) error of \(name)") }
        // Too small errs on both; too large learns by heart; what helps, helps.
        #expect(try error("training", "2 units") > error("training", "8 units"))
        #expect(try error("training", "2 × 128 units") < 0.5 * error("training", "8 units"))
        #expect(try error("validation", "2 × 128 units") > 1.2 * error("validation", "the same, early stopping"))
        #expect(try error("validation", "2 × 128 units") > error("validation", "the same, dropout"))
    }

    @Test func ranks() throws {
        let tensors = [Samples.vectors(), Samples.sequences(), try Samples.images(), Samples.videos()]
        #expect(tensors.map(\.rank) == [2, 3, 4, 5])
        let lines = try LessonRun(8).lines
        for shape in ["(506, 8)", "(250, 8)", "(128, 26, 26, 8)", "(2, 14, 30, 30, 8)"] {
            #expect(lines.contains { $0.hasSuffix(shape) }, "\(shape)")
        }
    }

    @Test func convolutionByHand() {
        let image = ConvolutionByHand.image, kernel = ConvolutionByHand.kernel
        #expect(ConvolutionByHand.convolve(image, kernel) == [[4, 3, 4], [2, 4, 3], [2, 3, 4]])
        #expect(ConvolutionByHand.convolve(image, kernel, stride: 2) == [[4, 4], [2, 4]])
        let padded = ConvolutionByHand.convolve(image, kernel, padding: 1)
        #expect(padded.count == 5 && padded[0] == [2, 2, 3, 1, 1] && padded[1][1...3] == [4, 3, 4])
        #expect(
            ConvolutionByHand.maximumPool([[1, 3, 2, 1], [2, 9, 1, 1], [1, 3, 2, 3], [5, 6, 1, 2]], size: 2) == [
                [9, 2], [6, 3],
            ])
    }

    /// Sizes and counts by the formulas, against the layers.
    @Test func sizesAndCounts() throws {
        for (size, kernel, stride, padding) in [
            (28, 3, 1, 0), (28, 5, 2, 0), (7, 3, 2, 1), (32, 3, 1, 1), (227, 11, 4, 0),
        ] {
            let layer = Conv2D(6, kernel, strides: stride)
            let model = try Sequential([Input(shape: [size, size, 3]), ZeroPadding2D(padding), layer])
            #expect(model.outputs[0].shape[1] == outputSize(size, kernel: kernel, stride: stride, padding: padding))
            #expect(layer.parameterCount == convolutionParameters(kernel: kernel, channels: 3, filters: 6))
        }
        #expect(outputSize(227, kernel: 11, stride: 4) == 55)
        #expect(convolutionParameters(kernel: 3, channels: 1, filters: 32) == 320)
        #expect(convolutionParameters(kernel: 3, channels: 32, filters: 64) == 18_496)
    }

    @Test func convNetReads() throws {
        let run = try LessonRun(9)
        #expect(try run.number("parameters by hand") == 34_826)
        #expect(try run.number("parameters in Myelin") == 34_826)
        #expect(run.lines.contains("Conv2D of Myelin gives the same"))
        #expect(try run.number("accuracy on digits that it has not seen") > 0.93)
        if let clothes = run.numbers["accuracy on clothes that it has not seen"] { #expect(clothes > 0.75) }
    }

    @Test func wordOrder() throws {
        let run = try LessonRun(10)
        #expect(run.lines.count(where: { $0.hasSuffix("multi-hot 0, 1, 1, 1, 1, 1") }) == 2)
        let without = try run.number("multi-hot and dense layers: accuracy")
        #expect(try run.number("embedding and LSTM: accuracy") > max(0.95, without + 0.1))
        if let films = run.numbers["IMDB as multi-hot: accuracy"] { #expect(films > 0.8) }
        if let films = run.numbers["the last 80 words by embedding and LSTM: accuracy"] { #expect(films > 0.65) }
    }

    @Test func savedAndServed() async throws {
        try withFolder { folder in
            let run = try LessonRun(11, folder: folder)
            #expect(try run.number("accuracy") > 0.95)
            #expect(run.lines.contains("the loaded model gives the same 200 answers, bit for bit"))
            #expect(try run.number("answer 0") < 0.1 && run.number("answer 1") > 0.9)
            let answerer = try Answerer(modelFile: folder + "/moons.keras")
            #expect(errorText { try answerer.answer(Data(#"{"points": [[1]]}"#.utf8)) }?.contains("pairs") == true)
        }
    }
}
