import MyelinCore
import MyelinData
import MyelinNN

/// What the picture of a model's graph shows, by the names and defaults of Keras' `plot_model`.
public struct ModelPlotOptions: Sendable {
    /// In which direction the graph grows.
    public enum RankDirection: String, Sendable, CaseIterable {
        /// Downwards, from the inputs.
        case topToBottom = "TB"
        /// To the right.
        case leftToRight = "LR"
        /// Upwards.
        case bottomToTop = "BT"
        /// To the left.
        case rightToLeft = "RL"
    }

    /// The shapes of inputs and outputs; `None` is the batch.
    public var showShapes = false
    /// The element types of the outputs.
    public var showDType = false
    /// The layers' names beside their classes.
    public var showLayerNames = false
    /// The activations of layers that have one.
    public var showLayerActivations = false
    /// Whether training changes a layer's weights.
    public var showTrainable = false
    /// Whether models inside the model are drawn with their layers.
    public var expandNested = false
    /// In which direction the graph grows.
    public var rankdir = RankDirection.topToBottom
    /// Pixels for each inch of a PNG file.
    public var dpi = 200

    public init() {}
}

extension Model {
    /// Draws the model's layers and how they are connected, by Graphviz. Keras: `plot_model`.
    ///
    /// - Parameters:
    ///   - path: ends with `.svg` or `.png`.
    /// - Throws: if the model is not built, Graphviz is missing, or the file cannot be written.
    public func plot(
        to path: String, showShapes: Bool = false, showDType: Bool = false, showLayerNames: Bool = false,
        rankdir: ModelPlotOptions.RankDirection = .topToBottom, expandNested: Bool = false, dpi: Int = 200,
        showLayerActivations: Bool = false, showTrainable: Bool = false
    ) throws {
        var options = ModelPlotOptions()
        options.showShapes = showShapes
        options.showDType = showDType
        options.showLayerNames = showLayerNames
        options.rankdir = rankdir
        options.expandNested = expandNested
        options.dpi = dpi
        options.showLayerActivations = showLayerActivations
        options.showTrainable = showTrainable
        try plot(to: path, options)
    }

    /// As above.
    public func plot(to path: String, _ options: ModelPlotOptions) throws {
        let format = try PictureFormat(of: path)
        guard (1...2000).contains(options.dpi) else {
            throw MyelinError(.argument, "dpi: expected 1 to 2000, got \(options.dpi)")
        }
        var arguments = ["-T\(format.rawValue)"]
        if format == .png { arguments.append("-Gdpi=\(options.dpi)") }
        let picture = try ExternalProgram.dot.run(arguments, input: try dot(options))
        try picture.withUnsafeBytes { try AtomicFile.write([$0], to: path) }
    }

    /// The graph in Graphviz' language. Keras: `model_to_dot`.
    public func dot(_ options: ModelPlotOptions = ModelPlotOptions()) throws -> String {
        var script = DotScript(options)
        try script.add(self)
        return script.text
    }
}
