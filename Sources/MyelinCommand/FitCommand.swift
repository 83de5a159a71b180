import ArgumentParser
import Foundation
import Myelin

/// Trains: a saved model on arrays, or a new one on a table or on images.
struct FitCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "fit",
        abstract: "Train a saved model on arrays, or a new one on a CSV file or a folder of images.",
        discussion: """
            myelin fit model.keras --data arrays.npz     trains a model further, as it was compiled
            myelin fit houses.csv --target price         trains a new network that tells a column from the others
            myelin fit pets/ --model lenet5              trains a new network on images, a folder for each class
            """)

    @Argument(
        help: ArgumentHelp(
            "A model file that was compiled, a CSV file, or a folder of images by class.", valueName: "model-or-data"))
    var subject: String
    @OptionGroup var shared: FitOptions
    @OptionGroup(title: "A saved model") var arrays: ArrayFitOptions
    @OptionGroup(title: "A CSV file, or a folder of images") var network: NetworkFitOptions
    @OptionGroup(title: "A CSV file") var table: TableFitOptions
    @OptionGroup(title: "A folder of images") var images: ImageFitOptions

    func run() throws {
        if let epochs = shared.epochs, epochs < 0 {
            throw MyelinError(.argument, "--epochs: expected at least 0, got \(epochs)")
        }
        if let output = shared.output { try OutputFile.requireModelFile(output) }
        for path in [shared.history, network.report].compactMap({ $0 }) {
            try OutputFile.requireWritable(path, keeping: [subject, arrays.data].compactMap { $0 })
        }
        var isFolder: ObjCBool = false
        let exists = FileManager.default.fileExists(atPath: subject, isDirectory: &isFolder)
        guard exists else { throw MyelinError(.file, "\(subject): no such file or folder") }
        let name = subject.lowercased()
        if isFolder.boolValue {
            try arrays.requireNone("a folder of images")
            try table.requireNone("a folder of images")
            try FitImages(folder: subject, shared: shared, network: network, images: images).run()
        } else if table.target != nil || [".csv", ".tsv", ".txt"].contains(where: { name.hasSuffix($0) }) {
            try arrays.requireNone("a CSV file")
            try images.requireNone("a CSV file")
            try FitTable(file: subject, shared: shared, network: network, table: table).run()
        } else {
            try network.requireNone("a saved model")
            try table.requireNone("a saved model")
            try images.requireNone("a saved model")
            try FitModel(file: subject, shared: shared, arrays: arrays).run()
        }
    }
}
