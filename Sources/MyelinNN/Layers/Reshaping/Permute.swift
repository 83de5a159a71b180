import MyelinCore

/// The axes of each sample in another order. Keras: `Permute`.
///
/// - Input shape: any; the batch stays first.
/// - Output shape: axis i is axis `dims[i - 1]` of the input, where axis 0 is the batch.
public final class Permute: Layer {
    public let dims: [Int]

    /// - Parameter dims: the axes of a sample, counted from 1: `Permute([2, 1])` exchanges two.
    public init(_ dims: [Int], name: String? = nil) {
        self.dims = dims
        super.init(name: name)
    }

    convenience init(config: Config) throws {
        self.init(try config.ints("dims"), name: try config.string("name"))
    }

    public override func build(_ input: Shape) throws { try check(input) }

    private func check(_ input: Shape) throws {
        guard dims.sorted() == Array(1..<dims.count + 1) else {
            throw MyelinError(.argument, "dims: expected the axes 1 to \(dims.count), each once, got \(dims)")
        }
        guard input.rank == dims.count + 1 else {
            throw MyelinError(.shape, "expected an input of rank \(dims.count + 1) for dims \(dims), got \(input)")
        }
    }

    public override func call(_ x: Tensor, _ context: CallContext) throws -> Tensor {
        try check(x.shape)
        return x.transposed([0] + dims)
    }

    public override var config: ConfigObject { ["dims": ConfigValue(dims)] }
}
