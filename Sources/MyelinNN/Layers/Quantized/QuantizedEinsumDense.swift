import MyelinCore

/// An `EinsumDense` layer whose kernel was rounded to whole numbers of 8 or 4 bits. Keras: `EinsumDense` after `quantize`.
///
/// - Input and output shape: as the equation says, which is without dots.
/// - Weights: kernel, bias, kernel_scale with the output's axes; with 4 bits the kernel is a matrix (axes that are summed up,
///   other axes), and blocks have kernel_zero and g_idx.
public final class QuantizedEinsumDense: QuantizedLayer {
    /// What is summed up, such as "ab,bc->ac".
    public let equation: String
    private let outputShape: [Int?]
    private let biasAxes: String?
    private let activation: (any Activation)?
    private let axes: EinsumAxes
    private var kernelShape: Shape = []
    private var matrix: QuantizedMatrix?
    private var kernel: Variable!
    private var scale: Variable!
    private var bias: Variable?

    init(config: Config) throws {
        equation = try config.string("equation")
        outputShape = try config.optionalInts("output_shape")
        biasAxes = config.has("bias_axes") ? try config.string("bias_axes") : nil
        activation = try config.activation()
        axes = try EinsumAxes(equation)
        try super.init(config: config)
    }

    public override var className: String { "EinsumDense" }
    public override var sublayers: [Layer] { activation.layers }
    public override var folders: [(path: String, layer: Layer)] { activation.folders() }

    public override func build(_ input: Shape) throws {
        guard !axes.hasDots else {
            throw MyelinError(.argument, "equation '\(equation)': with dots the kernel cannot be of whole numbers")
        }
        let shapes = try axes.weightShapes(input: input, output: outputShape, biasAxes: biasAxes)
        kernelShape = shapes.kernel
        if quantization == .int8 {
            kernel = addWhole("kernel", shape: kernelShape)
        } else {
            let inner = axes.kernel.indices.filter { !axes.output.contains(axes.kernel[$0]) }
            let rows = inner.reduce(1) { $0 * kernelShape[$1] }
            matrix = QuantizedMatrix(
                self, "kernel", rows: rows, columns: kernelShape.count / max(rows, 1), packedAxis: 1, groupAxis: 0)
        }
        if let shape = shapes.bias { bias = addWeight("bias", shape: shape, initializer: Zeros()) }
        if matrix == nil {
            let sizes = axes.output.map { letter in axes.kernel.firstIndex(of: letter).map { kernelShape[$0] } ?? 1 }
            scale = addConstant("kernel_scale", shape: Shape(sizes), Ones())
        }
        lora?.addWeights(to: self, name: "kernel", shape: kernelShape, regularizer: nil)
    }

    public override var storedWeights: [Variable] {
        [matrix?.values ?? kernel] + [bias].compactMap { $0 } + (matrix?.scales ?? [scale])
    }

    /// The numbers that the kernel stands for.
    private var real: Tensor {
        if let matrix { return matrix.real.reshaped(to: kernelShape) }
        return kernel.value / axes.aligned(scale.value, from: axes.output, to: axes.kernel)
    }

    override func statedShapes(_ inputs: [[Int?]], _ arguments: CallArguments, _ computed: [[Int?]]) -> [[Int?]] {
        computed.map { axes.stated($0, given: outputShape) }
    }

    public override func call(_ x: Tensor, _ context: CallContext) throws -> Tensor {
        guard x.rank == axes.input.count else {
            throw MyelinError(.shape, "expected an input of rank \(axes.input.count), got \(x.shape)")
        }
        let inner = axes.input.indices.filter { !axes.output.contains(axes.input[$0]) }
        var y = product(x, axes: inner, aligned: { axes.aligned($0, from: axes.input, to: axes.output) }) {
            einsum(equation, $0, withLoRA(real))
        }
        if let bias { y = y + bias.value }
        return activation.map { $0(y) } ?? y
    }
}
