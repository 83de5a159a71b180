import MyelinCore

/// A `Dense` layer whose kernel was rounded to whole numbers of 8 or 4 bits. Keras: `Dense` after `quantize`.
///
/// `activation((round(x · s) · kernel) / (s · kernel_scale) + bias)` with s = 127 / (max |row of x| + ε) for 8 bits; with 4 bits
/// inputs stay as they are.
///
/// - Input shape: (batch, …, features).
/// - Output shape: (batch, …, units).
/// - Weights: kernel (features, units) of whole numbers, bias (units), kernel_scale (units), for blocks of 4 bits also
///   kernel_zero and g_idx.
public final class QuantizedDense: QuantizedLayer {
    /// The size of the output.
    public let units: Int
    /// What is applied to the output.
    public let activation: (any Activation)?
    /// Whether a bias is added. Keras: `use_bias`.
    public let usesBias: Bool
    private var kernel: QuantizedMatrix!
    public private(set) var bias: Variable?
    private var features = 0

    init(config: Config) throws {
        units = try config.int("units")
        activation = try config.activation()
        usesBias = try config.bool("use_bias", default: true)
        try super.init(config: config)
    }

    public override var className: String { "Dense" }
    public override var sublayers: [Layer] { activation.layers }
    public override var folders: [(path: String, layer: Layer)] { activation.folders() }
    public override var supportsMasking: Bool { true }

    public override func build(_ input: Shape) throws {
        guard units >= 1, input.rank >= 2 else {
            throw MyelinError(.shape, "expected an input of rank 2 or more and at least 1 unit, got \(input), \(units)")
        }
        features = input[input.rank - 1]
        kernel = QuantizedMatrix(self, "kernel", rows: features, columns: units, packedAxis: 1, groupAxis: 0)
        if usesBias { bias = addWeight("bias", shape: [units], initializer: Zeros()) }
        lora?.addWeights(to: self, name: "kernel", shape: [features, units], regularizer: nil)
    }

    public override var storedWeights: [Variable] { [kernel.values] + [bias].compactMap { $0 } + kernel.scales }

    public override func call(_ x: Tensor, _ context: CallContext) throws -> Tensor {
        guard x.rank >= 2, x.shape[x.rank - 1] == features else {
            throw MyelinError(.shape, "expected an input with \(features) features, got shape \(x.shape)")
        }
        var y = product(x, axes: [-1]) { matmul($0, withLoRA(kernel.real)) }
        if let bias { y = y + bias.value }
        return activation.map { $0(y) } ?? y
    }
}
