/// A lesson of the course: a program that prints what there is to learn and draws its pictures.
public struct Lesson: Sendable {
    /// From 1 to 11; each lesson builds on those before it.
    public let number: Int
    public let title: String
    /// What one can do after it, in a sentence.
    public let aim: String
    private let body: @Sendable (LessonOutput) throws -> Void

    init(_ number: Int, _ title: String, aim: String, body: @escaping @Sendable (LessonOutput) throws -> Void) {
        self.number = number
        self.title = title
        self.aim = aim
        self.body = body
    }

    /// Runs the lesson, in seconds and without a network connection; its numbers are the same each time.
    ///
    /// - Parameter output: where the text and the pictures go.
    /// - Throws: if a picture cannot be written.
    public func run(output: LessonOutput) throws {
        output.line("Lesson \(number): \(title)")
        output.line(aim)
        try body(output)
    }
}
