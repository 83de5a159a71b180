import MyelinCore

extension Architectures {
    /// VGG-11, configuration A of the paper: one or two convolutions in a block; 132,863,336 parameters. See `vgg16`.
    public static func vgg11(
        inputShape: [Int] = [224, 224, 3], classes: Int = 1000, includeTop: Bool = true, pooling: Pooling? = nil,
        activation: any Activation = .relu, classifierActivation: any Activation = .softmax, dropout: Double = 0,
        filters: Int = 64, units: Int = 4096, seed: Int? = nil
    ) throws -> Model {
        try VGG(
            depth: 11, inputShape: inputShape, classes: classes, includeTop: includeTop, pooling: pooling,
            activation: activation, classifierActivation: classifierActivation, dropout: dropout, filters: filters,
            units: units
        ).drawing().model(seed: seed)
    }

    /// VGG-16: nothing but convolutions of 3×3 and pooling, then three dense layers. Simonyan, Zisserman 2014, "Very deep
    /// convolutional networks for large-scale image recognition". Keras: `keras.applications.VGG16`.
    ///
    /// | block | 11 layers | 16 layers | 19 layers | output |
    /// |---|---|---|---|---|
    /// | 1, 64 filters | 1 | 2 | 2 | 112×112×64 |
    /// | 2, 128 filters | 1 | 2 | 2 | 56×56×128 |
    /// | 3, 256 filters | 2 | 3 | 4 | 28×28×256 |
    /// | 4, 512 filters | 2 | 3 | 4 | 14×14×512 |
    /// | 5, 512 filters | 2 | 3 | 4 | 7×7×512 |
    /// | dense 4096, 4096, `classes` | | | | |
    /// | parameters | 132,863,336 | 138,357,544 | 143,667,240 | |
    ///
    /// Each block ends with a maximum pooling of 2×2.
    ///
    /// - Parameters:
    ///   - inputShape: (height, width, channels), at least 32×32.
    ///   - includeTop: whether the dense layers are there.
    ///   - pooling: what follows the last block without them.
    ///   - activation: of the hidden layers.
    ///   - classifierActivation: of the last layer.
    ///   - dropout: the share that is dropped behind the two hidden dense layers; the paper has 0.5, Keras none.
    ///   - filters: of the first block; the others grow in proportion.
    ///   - units: of the two hidden dense layers.
    ///   - seed: what the first weights depend on.
    public static func vgg16(
        inputShape: [Int] = [224, 224, 3], classes: Int = 1000, includeTop: Bool = true, pooling: Pooling? = nil,
        activation: any Activation = .relu, classifierActivation: any Activation = .softmax, dropout: Double = 0,
        filters: Int = 64, units: Int = 4096, seed: Int? = nil
    ) throws -> Model {
        try VGG(
            depth: 16, inputShape: inputShape, classes: classes, includeTop: includeTop, pooling: pooling,
            activation: activation, classifierActivation: classifierActivation, dropout: dropout, filters: filters,
            units: units
        ).drawing().model(seed: seed)
    }

    /// VGG-19: up to four convolutions in a block; 143,667,240 parameters. See `vgg16`. Keras:
    /// `keras.applications.VGG19`.
    public static func vgg19(
        inputShape: [Int] = [224, 224, 3], classes: Int = 1000, includeTop: Bool = true, pooling: Pooling? = nil,
        activation: any Activation = .relu, classifierActivation: any Activation = .softmax, dropout: Double = 0,
        filters: Int = 64, units: Int = 4096, seed: Int? = nil
    ) throws -> Model {
        try VGG(
            depth: 19, inputShape: inputShape, classes: classes, includeTop: includeTop, pooling: pooling,
            activation: activation, classifierActivation: classifierActivation, dropout: dropout, filters: filters,
            units: units
        ).drawing().model(seed: seed)
    }
}

/// The family of VGG networks.
package struct VGG {
    package var depth: Int
    var inputShape = [224, 224, 3]
    var classes = 1000
    var includeTop = true
    var pooling: Architectures.Pooling?
    var activation: any Activation = .relu
    var classifierActivation: any Activation = .softmax
    var dropout = 0.0
    var filters = 64
    var units = 4096

    init(
        depth: Int, inputShape: [Int], classes: Int, includeTop: Bool, pooling: Architectures.Pooling?,
        activation: any Activation, classifierActivation: any Activation, dropout: Double, filters: Int, units: Int
    ) {
        (self.depth, self.inputShape, self.classes) = (depth, inputShape, classes)
        (self.includeTop, self.pooling, self.activation) = (includeTop, pooling, activation)
        (self.classifierActivation, self.dropout) = (classifierActivation, dropout)
        (self.filters, self.units) = (filters, units)
    }

    /// The network of the paper.
    package init(depth: Int) { self.depth = depth }

    /// Convolutions in each block.
    private var convolutions: [Int] {
        switch depth {
        case 11: [1, 1, 2, 2, 2]
        case 16: [2, 2, 3, 3, 3]
        default: [2, 2, 4, 4, 4]
        }
    }

    package func drawing() -> Drawing {
        let input = Input(shape: inputShape)
        var x = input.symbolic
        for (index, count) in convolutions.enumerated() {
            let block = "block\(index + 1)"
            for number in 1...count {
                x = Conv2D(
                    filters * min(1 << index, 8), 3, padding: .same, activation: activation,
                    name: "\(block)_conv\(number)")(x)
            }
            x = MaxPooling2D(2, strides: 2, name: "\(block)_pool")(x)
        }
        guard includeTop else { return Drawing(input, x.pooled(pooling, names: false), name: "vgg\(depth)") }
        x = Flatten(name: "flatten")(x)
        for name in ["fc1", "fc2"] {
            x = Dense(units, activation: activation, name: name)(x)
            if dropout > 0 { x = Dropout(dropout)(x) }
        }
        return Drawing(
            input, Dense(classes, activation: classifierActivation, name: "predictions")(x), name: "vgg\(depth)")
    }
}
