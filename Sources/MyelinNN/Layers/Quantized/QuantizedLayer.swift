import MyelinCore

/// What layers have in common whose weights were rounded to whole numbers, for predictions. They come from files that Keras
/// wrote after `quantize`, and go back into files as they came.
public class QuantizedLayer: Layer {
    private let settings: ConfigObject
    let quantization: Quantization
    /// How inputs become whole numbers; nil where they stay as they are.
    let inputQuantizer: InputQuantizer?

    /// - Parameter isUsual: whether inputs are rounded where the settings say nothing of it.
    init(config: Config, roundsInputs isUsual: Bool? = nil) throws {
        settings = config.values
        quantization = Quantization(policy: config.values["dtype"]) ?? .int8
        inputQuantizer = try InputQuantizer(config: config, isUsual: isUsual ?? (quantization == .int8))
        super.init(name: try config.string("name"))
        lora = try LoRA(config: config)
    }

    public override var config: ConfigObject { settings }
    override var policies: [DTypePolicy] { super.policies.map { $0.quantized(quantization) } }

    /// Adds a weight that files keep as whole numbers of 8 bits with a sign.
    func addWhole(_ name: String, shape: Shape) -> Variable {
        let variable = addConstant(name, shape: shape, Zeros())
        variable.isInt8InFiles = true
        return variable
    }

    /// Adds a weight that does not learn.
    func addConstant(_ name: String, shape: Shape, _ initializer: any Initializer) -> Variable {
        addWeight(name, shape: shape, initializer: initializer, trainable: false)
    }

    /// What a product with rounded inputs gives: `product(whole numbers) / scale`, the scale with the product's axes.
    ///
    /// - Parameter axes: the input's axes that the product sums up.
    func product(
        _ x: Tensor, axes: [Int], aligned: (Tensor) -> Tensor = { $0 }, _ product: (Tensor) -> Tensor
    ) -> Tensor {
        guard let (whole, scale) = inputQuantizer.map({ $0(x, axes: axes) }) else { return product(x) }
        return product(whole) / aligned(scale)
    }
}
