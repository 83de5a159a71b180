import MyelinCore

/// A step of `ConvLSTM1D`, `ConvLSTM2D` and `ConvLSTM3D`: an LSTM whose products are convolutions, that of the input with the
/// strides and padding given, that of h with zeros around it, so that h keeps its size.
final class ConvLSTMCell: RecurrentCell {
    /// How the window moves over the input.
    struct Window {
        let kernelSize, strides: [Int]
        let padding: Padding
        let dataFormat: DataFormat
        let dilationRate: [Int]
    }

    let spatialRank: Int
    /// The filters count as units.
    let settings: RecurrentSettings
    let window: Window
    let unitForgetBias: Bool
    private(set) var kernel: Variable!
    private(set) var recurrentKernel: Variable!
    private(set) var bias: Variable?
    private var generator: SeedGenerator?

    init(spatialRank: Int, _ settings: RecurrentSettings, _ window: Window, unitForgetBias: Bool, name: String) {
        self.spatialRank = spatialRank
        self.settings = settings
        self.window = window
        self.unitForgetBias = unitForgetBias
        super.init(name: name)
    }

    override var className: String { "ConvLSTMCell" }
    private var filters: Int { settings.units }

    override var config: ConfigObject {
        settings.config(units: "filters").merging([
            "kernel_size": ConfigValue(window.kernelSize), "strides": ConfigValue(window.strides),
            "padding": .string(window.padding.rawValue), "data_format": .string(window.dataFormat.rawValue),
            "dilation_rate": ConfigValue(window.dilationRate), "unit_forget_bias": .bool(unitForgetBias),
        ]) { $1 }
    }

    override var sublayers: [Layer] { settings.sublayers }
    override var folders: [(path: String, layer: Layer)] { settings.folders }

    override func build(_ input: Shape) throws {
        try requireCount("filters", filters, below: 1 << 28)
        for (name, values) in [
            ("kernelSize", window.kernelSize), ("strides", window.strides), ("dilationRate", window.dilationRate),
        ] {
            try requireCounts(name, values, spatialRank)
        }
        guard window.padding != .causal else {
            throw MyelinError(.argument, "padding: expected valid or same, got causal")
        }
        if window.strides.max()! > 1, window.dilationRate.max()! > 1 {
            throw MyelinError(
                .argument,
                "strides \(window.strides) and dilationRate \(window.dilationRate): only one of them may be over 1")
        }
        let channels = window.dataFormat.channelsLast(input).channels
        kernel = addWeight("kernel", shape: Shape(window.kernelSize + [channels, 4 * filters]), settings.kernel)
        recurrentKernel = addWeight(
            "recurrent_kernel", shape: Shape(window.kernelSize + [filters, 4 * filters]), settings.recurrent)
        if settings.usesBias {
            bias = addWeight("bias", shape: [4 * filters], settings.biasRemembering(unitForgetBias))
        }
        if settings.dropout > 0 || settings.recurrentDropout > 0 { generator = addSeedGenerator(seed: settings.seed) }
    }

    override func stateShapes(_ input: Shape) throws -> [Shape] {
        let stand = Tensor.placeholder("", TensorType(window.dataFormat.channelsLast(input), computeDType))
        let y = ofInput(stand, kernel.value)
        if let error = y.error { throw error }
        try requirePossible(y.shape)
        let state = Shape(y.shape.sizes.dropLast() + [filters])
        let shape = Shape(Array(window.dataFormat.restored(state).sizes.dropFirst()))
        return [shape, shape]
    }

    private func ofInput(_ x: Tensor, _ kernel: Tensor) -> Tensor {
        convolution(x, kernel, strides: window.strides, padding: window.padding, dilation: window.dilationRate)
    }

    override func steps(
        _ input: Shape, _ context: CallContext
    ) throws -> (Tensor, [Tensor]) throws -> RecurrentStep {
        let format = window.dataFormat
        let inner = format.channelsLast(input)
        guard inner.channels == kernel.shape[spatialRank] else {
            throw MyelinError(
                .shape, "expected an input with \(kernel.shape[spatialRank]) channels, got \(inner.channels)")
        }
        let state = format.channelsLast(Shape([input[0]] + (try stateShapes(input)[0]).sizes))
        // As Keras: a mask for each gate, the same in all steps.
        func masks(_ shape: Shape, _ rate: Double) -> [Tensor] {
            guard context.training, let generator, rate > 0, rate < 1 else { return [] }
            return (0..<4).map { _ in dropped(shape, rate, generator, context) }
        }
        let inputMasks = masks(inner, settings.dropout), stateMasks = masks(state, settings.recurrentDropout)
        /// A convolution for all gates, or one for each where each has its mask.
        func gates(_ x: Tensor, _ masks: [Tensor], _ kernel: Tensor, _ body: (Tensor, Tensor) -> Tensor) -> Tensor {
            if masks.isEmpty { return body(x, kernel) }
            let parts = masks.enumerated().map { gate, mask in
                body(x * mask, kernel.sliced(axis: -1, gate * filters..<(gate + 1) * filters))
            }
            return Tensor.concatenated(parts, axis: -1)
        }
        let (kernel, recurrentKernel, bias) = (kernel.value, recurrentKernel.value, bias?.value)
        return { [self] x, states in
            let states = states.map { format.channelsLast($0) }
            var sum = gates(format.channelsLast(x), inputMasks, kernel, ofInput)
            sum = sum + gates(states[0], stateMasks, recurrentKernel) { convolution($0, $1, padding: .same) }
            if let bias { sum = sum + bias }
            let new = settings.lstmStep(sum, states).map { format.restored($0) }
            return RecurrentStep(output: new[0], states: new)
        }
    }
}

extension DataFormat {
    /// A shape with its channels last in this format.
    fileprivate func restored(_ shape: Shape) -> Shape {
        self == .channelsLast
            ? shape : Shape([shape[0], shape[shape.rank - 1]] + Array(shape.sizes[1..<shape.rank - 1]))
    }
}
