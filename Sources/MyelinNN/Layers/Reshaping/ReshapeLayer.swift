import MyelinCore

/// The same elements of each sample with another shape. Keras: `Reshape`.
public final class Reshape: Layer {
    public let targetShape: [Int]

    /// - Parameter targetShape: of one sample; one size may be -1 and is then inferred.
    public init(_ targetShape: [Int], name: String? = nil) {
        self.targetShape = targetShape
        super.init(name: name)
    }

    public override func build(_ input: Shape) throws {
        let count = input.sizes.dropFirst().reduce(1, *)
        let sizes = targetShape.filter { $0 != -1 }
        // No size can be larger than all elements are: the product stays far from overflow.
        let known = sizes.reduce(1) { $0 > count ? $0 : $0 * min($1, count + 1) }
        guard targetShape.count - sizes.count <= 1, sizes.allSatisfy({ $0 > 0 }),
            sizes == targetShape ? count == known : count % known == 0
        else {
            throw MyelinError(
                .shape, "cannot reshape samples of \(Shape(Array(input.sizes.dropFirst()))) to \(Shape(targetShape))")
        }
    }

    public override func call(_ x: Tensor, _ context: CallContext) throws -> Tensor {
        let count = x.shape.sizes.dropFirst().reduce(1, *)
        let known = targetShape.filter { $0 != -1 }.reduce(1, *)
        return x.reshaped(to: Shape([x.shape[0]] + targetShape.map { $0 == -1 ? count / known : $0 }))
    }

    public override var config: ConfigObject { ["target_shape": ConfigValue(targetShape)] }

    convenience init(config: Config) throws {
        self.init(try config.ints("target_shape"), name: try config.string("name"))
    }
}
