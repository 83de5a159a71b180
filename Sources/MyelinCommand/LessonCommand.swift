import ArgumentParser
import MyelinLessons

/// Runs a lesson of the course, or lists them.
struct LessonCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "lesson", abstract: "Run a lesson of the course \"From one neuron to a ConvNet\", or list them.",
        discussion: """
            myelin lesson                        lists the lessons
            myelin lesson 3                      runs the third
            myelin lesson 3 --output pictures    draws its pictures into a folder, too
            """)

    @Argument(help: "The lesson's number; without one, the lessons are listed.") var number: Int?
    @Option(help: ArgumentHelp("A folder for the lesson's pictures and files.", valueName: "folder")) var output:
        String?

    func run() throws {
        guard let number else {
            for lesson in Lessons.all {
                let place = lesson.number < 10 ? " \(lesson.number)" : "\(lesson.number)"
                print("\(place)  \(lesson.title)\n    \(lesson.aim)")
            }
            return
        }
        try Lessons.numbered(number).run(output: LessonOutput(folder: output))
        if output == nil { print("\nwith --output FOLDER the lesson draws its pictures") }
    }
}
