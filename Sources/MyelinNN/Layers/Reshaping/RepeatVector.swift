import MyelinCore

/// Repeats each sample as the steps of a sequence. Keras: `RepeatVector`.
///
/// - Input shape: (batch, features).
/// - Output shape: (batch, n, features).
public final class RepeatVector: Layer {
    public let n: Int

    /// - Parameter n: how often, at least once.
    public init(_ n: Int, name: String? = nil) {
        self.n = n
        super.init(name: name)
    }

    convenience init(config: Config) throws {
        self.init(try config.int("n"), name: try config.string("name"))
    }

    public override func build(_ input: Shape) throws {
        try requireCount("n", n)
        guard input.rank == 2 else {
            throw MyelinError(.shape, "expected an input of rank 2 (batch, features), got \(input)")
        }
    }

    public override func call(_ x: Tensor, _ context: CallContext) throws -> Tensor {
        guard x.rank == 2 else {
            throw MyelinError(.shape, "expected an input of rank 2 (batch, features), got \(x.shape)")
        }
        let output: Shape = [x.shape[0], n, x.shape[1]]
        try requirePossible(output)
        return x.expanded(at: 1).broadcast(to: output)
    }

    public override var config: ConfigObject { ["n": .int(n)] }
}
