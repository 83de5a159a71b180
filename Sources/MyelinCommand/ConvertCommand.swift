import ArgumentParser
import Myelin

/// Converts model files.
struct ConvertCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "convert",
        abstract: "Convert between .keras, .h5 (read only), .weights.h5, .safetensors and .json (architecture alone).")

    @Argument(help: "The file to read.") var input: String
    @Argument(help: "The file to write; its ending tells the form.") var output: String

    func run() throws {
        try OutputFile.requireWritable(output)
        try ModelFiles.convert(input, to: output)
    }
}
