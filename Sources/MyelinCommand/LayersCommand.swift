import ArgumentParser
import Myelin

/// Lists the layers that a model file may hold.
struct LayersCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "layers", abstract: "List the layer classes that a model file may hold, by Keras' names.")

    func run() {
        for name in Registry.layers.names.sorted() { print(name) }
    }
}
