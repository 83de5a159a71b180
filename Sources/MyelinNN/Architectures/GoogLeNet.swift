import MyelinCore

extension Architectures {
    /// GoogLeNet, also called Inception v1. Szegedy et al. 2014, "Going deeper with convolutions".
    ///
    /// | layer | output |
    /// |---|---|
    /// | convolution 7×7, stride 2, 64 filters; maximum 3×3, stride 2 | 56×56×64 |
    /// | convolution 1×1, 64 filters; 3×3, 192 filters; maximum 3×3, stride 2 | 28×28×192 |
    /// | inception 3a, 3b; maximum 3×3, stride 2 | 14×14×480 |
    /// | inception 4a to 4e; maximum 3×3, stride 2 | 7×7×832 |
    /// | inception 5a, 5b; mean of each channel; dropout | 1024 |
    /// | dense `classes` | |
    ///
    /// An inception block sends its input through four branches and puts their channels side by side: 1×1; 1×1 and 3×3;
    /// 1×1 and 5×5; maximum 3×3 and 1×1. 6,998,552 parameters; 13,378,280 with the auxiliary classifiers. The response
    /// normalization of the paper is left out: Keras has no layer for it.
    ///
    /// - Parameters:
    ///   - inputShape: (height, width, channels).
    ///   - auxiliary: whether two more classifiers look at blocks 4a and 4d, so that gradients reach the front. The model
    ///     then has three outputs, the last one first; the paper weighs the losses of the others by 0.3.
    ///   - activation: of the hidden layers.
    ///   - dropout: the share that is dropped before the last layer.
    ///   - filters: of the first convolution; the others grow in proportion.
    ///   - seed: what the first weights depend on.
    public static func googLeNet(
        inputShape: [Int] = [224, 224, 3], classes: Int = 1000, auxiliary: Bool = false,
        activation: any Activation = .relu, dropout: Double = 0.4, filters: Int = 64, seed: Int? = nil
    ) throws -> Model {
        let net = GoogLeNet(classes: classes, activation: activation, filters: filters)
        let input = Input(shape: inputShape)
        var x = net.convolution(input.symbolic, 64, 7, strides: 2, name: "conv1")
        x = net.pool(x, name: "pool1")
        x = net.convolution(x, 64, 1, name: "conv2_reduce")
        x = net.convolution(x, 192, 3, name: "conv2")
        x = net.pool(x, name: "pool2")
        var others: [SymbolicTensor] = []
        for block in GoogLeNet.blocks {
            x = net.inception(x, block)
            switch block.name {
            case "3b", "4e": x = net.pool(x, name: "pool\(block.name.prefix(1))")
            case "4a" where auxiliary, "4d" where auxiliary: others.append(net.auxiliary(x, "aux_\(block.name)"))
            default: break
            }
        }
        x = x.through(GlobalAveragePooling2D(name: "avg_pool"), Dropout(dropout, name: "dropout"))
        x = Dense(classes, activation: .softmax, name: "predictions")(x)
        return try Model(inputs: [input], outputs: [x] + others, name: "googlenet", seed: seed)
    }
}

/// What the blocks of GoogLeNet share.
private struct GoogLeNet {
    let classes: Int
    let activation: any Activation
    let filters: Int

    /// Filters of an inception block, as the columns of the paper's table 1.
    struct Block {
        let name: String
        let one, threeReduced, three, fiveReduced, five, pooled: Int

        init(_ name: String, _ filters: Int...) {
            self.name = name
            (one, threeReduced, three) = (filters[0], filters[1], filters[2])
            (fiveReduced, five, pooled) = (filters[3], filters[4], filters[5])
        }
    }

    static let blocks = [
        Block("3a", 64, 96, 128, 16, 32, 32), Block("3b", 128, 128, 192, 32, 96, 64),
        Block("4a", 192, 96, 208, 16, 48, 64), Block("4b", 160, 112, 224, 24, 64, 64),
        Block("4c", 128, 128, 256, 24, 64, 64), Block("4d", 112, 144, 288, 32, 64, 64),
        Block("4e", 256, 160, 320, 32, 128, 128), Block("5a", 256, 160, 320, 32, 128, 128),
        Block("5b", 384, 192, 384, 48, 128, 128),
    ]

    func convolution(
        _ x: SymbolicTensor, _ count: Int, _ size: Int, strides: Int = 1, name: String
    ) -> SymbolicTensor {
        Conv2D(
            max(count * filters / 64, 1), size, strides: strides, padding: .same, activation: activation, name: name)(x)
    }

    func pool(_ x: SymbolicTensor, name: String) -> SymbolicTensor {
        MaxPooling2D(3, strides: 2, padding: .same, name: name)(x)
    }

    func inception(_ x: SymbolicTensor, _ block: Block) -> SymbolicTensor {
        let name = "inception_\(block.name)"
        let one = convolution(x, block.one, 1, name: "\(name)_1x1")
        let three = convolution(
            convolution(x, block.threeReduced, 1, name: "\(name)_3x3_reduce"), block.three, 3, name: "\(name)_3x3")
        let five = convolution(
            convolution(x, block.fiveReduced, 1, name: "\(name)_5x5_reduce"), block.five, 5, name: "\(name)_5x5")
        let pooled = convolution(
            MaxPooling2D(3, strides: 1, padding: .same, name: "\(name)_pool")(x), block.pooled, 1,
            name: "\(name)_pool_proj")
        return Concatenate(name: "\(name)_output")([one, three, five, pooled])
    }

    func auxiliary(_ x: SymbolicTensor, _ name: String) -> SymbolicTensor {
        let pooled = AveragePooling2D(5, strides: 3, name: "\(name)_pool")(x)
        return convolution(pooled, 128, 1, name: "\(name)_conv").through(
            Flatten(name: "\(name)_flatten"),
            Dense(max(1024 * filters / 64, 1), activation: activation, name: "\(name)_fc"),
            Dropout(0.7, name: "\(name)_dropout"),
            Dense(classes, activation: .softmax, name: "\(name)_predictions"))
    }
}
