import MyelinCore

/// Two narrow matrices whose product is learned in the place of a kernel, which stays as it is: `kernel + a · b · alpha / rank`.
/// Hu et al. 2021. Keras: `enable_lora`.
///
/// Files keep the kernel with the product added, so that both matrices are zero in a layer that comes from one.
final class LoRA {
    private let rank: Int
    private let alpha: Double
    private(set) var variables: [Variable] = []

    /// What a layer's settings say; nil where they ask for none.
    init?(config: Config) throws {
        let rank = try config.int("lora_rank", default: 0)
        guard rank > 0 else { return nil }
        self.rank = rank
        alpha = try config.optionalDouble("lora_alpha") ?? Double(rank)
    }

    var config: ConfigObject { ["lora_rank": .int(rank), "lora_alpha": .double(alpha)] }

    /// Makes the matrices for a weight of some name and shape.
    func addWeights(to layer: Layer, name: String, shape: Shape, regularizer: (any Regularizer)?) {
        let shapes = [("a", Shape(shape.sizes.dropLast() + [rank])), ("b", [rank, shape.sizes.last ?? 1])]
        variables = shapes.map { letter, shape in
            layer.addWeight("lora_\(name)_\(letter)", shape: shape, initializer: Zeros(), regularizer: regularizer)
        }
    }

    /// What is added to the kernel.
    var product: Tensor { matmul(variables[0].value, variables[1].value) * (alpha / Double(rank)) }
}

extension Layer {
    /// A kernel to which `lora` belongs, with what was learned.
    func withLoRA(_ kernel: Tensor) -> Tensor { lora.map { kernel + $0.product } ?? kernel }
}
