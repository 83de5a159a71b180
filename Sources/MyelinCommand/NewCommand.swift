import ArgumentParser
import Myelin

/// Writes an untrained network of a known architecture.
struct NewCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "new", abstract: "Write an untrained network of a known architecture, ready for 'fit'.",
        discussion: "Architectures: " + NamedArchitecture.all.map(\.name).joined(separator: ", ") + ".")

    @Argument(help: "The architecture's name.") var architecture: String
    @Option(help: "The .keras file to write.") var output: String
    @Option(help: "Of a sample, such as 64,64,3; by default the architecture's own.") var inputShape: String?
    @Option(help: "How many classes are told apart.") var classes: Int?
    @Option(help: "By which the numbers of filters and units are multiplied.") var width: Double = 1
    @Option(help: "What the first weights depend on.") var seed: Int = 1

    func run() throws {
        let architecture = try NamedArchitecture.named(architecture)
        guard width > 0, width <= 100 else {
            throw MyelinError(.argument, "--width: expected a number above 0 and up to 100, got \(width)")
        }
        try OutputFile.requireModelFile(output)
        var options = NamedArchitecture.Options(classes: classes, width: width, seed: seed)
        if let inputShape {
            let sizes = inputShape.split(separator: ",", omittingEmptySubsequences: false).map { Int($0) }
            guard sizes.allSatisfy({ $0 != nil && $0! > 0 }) else {
                throw MyelinError(.argument, "--input-shape: expected sizes such as 64,64,3, got '\(inputShape)'")
            }
            options.inputShape = sizes.compactMap { $0 }
        }
        let model = try architecture.make(options)
        // A classifier's targets are class numbers; an autoencoder's are its inputs.
        let losses: [any Loss] = model.outputs.map { place in
            if place.shape == model.inputs[0].shape { return MeanSquaredError() }
            return place.shape.last == 1 ? BinaryCrossentropy() : SparseCategoricalCrossentropy()
        }
        if losses.count == 1 {
            model.compile(optimizer: Adam(), loss: losses[0])
        } else {
            model.compile(optimizer: Adam(), losses: losses)
        }
        try model.save(output)
    }
}
