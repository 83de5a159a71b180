import ArgumentParser
import Foundation
import Myelin

/// The command `myelin`.
@main
struct MyelinMain: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "myelin", abstract: "Build, train, inspect and use neural networks.", version: "0.1.0",
        subcommands: [
            RunCommand.self,
            RecipesCommand.self,
            LayersCommand.self,
            BenchCommand.self,
            SummaryCommand.self,
            ExplainCommand.self,
            NewCommand.self,
            PredictCommand.self,
            EvaluateCommand.self,
            FitCommand.self,
            ConvertCommand.self,
            PlaygroundCommand.self,
            LessonCommand.self,
            PlotCommand.self,
        ])

    static func main() {
        do {
            var command = try parseAsRoot()
            try command.run()
        } catch let error as MyelinError {
            // One line for a user's mistake: what is wrong, where, and what to do.
            FileHandle.standardError.write(Data("myelin: \(error.message)\n".utf8))
            Foundation.exit(1)
        } catch {
            exit(withError: error)
        }
    }
}
