import MyelinCore

extension Architectures {
    /// ResNet-18 for ImageNet: 11,689,512 trained parameters, 11,699,112 with the moving averages. See `resNet50`.
    ///
    /// Its blocks have two convolutions of 3×3 without biases; where the size changes, a convolution of 1×1 stands in the
    /// way around them (option B of the paper).
    public static func resNet18(
        inputShape: [Int] = [224, 224, 3], classes: Int = 1000, includeTop: Bool = true, pooling: Pooling? = nil,
        classifierActivation: any Activation = .softmax, filters: Int = 64, seed: Int? = nil
    ) throws -> Model {
        try ResNet(depth: 18, filters: filters).drawing(
            inputShape, classes, includeTop, pooling, classifierActivation
        ).model(seed: seed)
    }

    /// ResNet-34 for ImageNet: 21,797,672 trained parameters. See `resNet18`.
    public static func resNet34(
        inputShape: [Int] = [224, 224, 3], classes: Int = 1000, includeTop: Bool = true, pooling: Pooling? = nil,
        classifierActivation: any Activation = .softmax, filters: Int = 64, seed: Int? = nil
    ) throws -> Model {
        try ResNet(depth: 34, filters: filters).drawing(
            inputShape, classes, includeTop, pooling, classifierActivation
        ).model(seed: seed)
    }

    /// ResNet-50 for ImageNet: blocks that learn what to add to their input, so that gradients reach the front unhindered.
    /// He, Zhang, Ren, Sun 2015, "Deep residual learning for image recognition". Keras: `keras.applications.ResNet50`.
    ///
    /// | stage | 18 layers | 50 layers | output |
    /// |---|---|---|---|
    /// | conv1: 7×7, stride 2, 64 filters; maximum 3×3, stride 2 | | | 56×56×64 |
    /// | conv2 | 2 × (3×3, 3×3) of 64 | 3 × (1×1, 3×3 of 64, 1×1 of 256) | 56×56 |
    /// | conv3 | 2 × of 128 | 4 × of 128, 512 | 28×28 |
    /// | conv4 | 2 × of 256 | 6 × of 256, 1024 | 14×14 |
    /// | conv5 | 2 × of 512 | 3 × of 512, 2048 | 7×7 |
    /// | mean of each channel; dense `classes` | | | |
    ///
    /// Behind each convolution stands a batch normalization. 25,636,712 parameters, as `keras.applications` has them (its
    /// convolutions have biases): 25,583,592 of them trained.
    ///
    /// - Parameters:
    ///   - inputShape: (height, width, channels).
    ///   - includeTop: whether the mean and the dense layer are there.
    ///   - pooling: what follows the last block without them.
    ///   - classifierActivation: of the last layer.
    ///   - filters: of the first convolution; the others grow in proportion.
    ///   - seed: what the first weights depend on.
    public static func resNet50(
        inputShape: [Int] = [224, 224, 3], classes: Int = 1000, includeTop: Bool = true, pooling: Pooling? = nil,
        classifierActivation: any Activation = .softmax, filters: Int = 64, seed: Int? = nil
    ) throws -> Model {
        try ResNet(depth: 50, filters: filters).drawing(
            inputShape, classes, includeTop, pooling, classifierActivation
        ).model(seed: seed)
    }

    /// ResNet-101 for ImageNet: 44,707,176 parameters. See `resNet50`. Keras: `keras.applications.ResNet101`.
    public static func resNet101(
        inputShape: [Int] = [224, 224, 3], classes: Int = 1000, includeTop: Bool = true, pooling: Pooling? = nil,
        classifierActivation: any Activation = .softmax, filters: Int = 64, seed: Int? = nil
    ) throws -> Model {
        try ResNet(depth: 101, filters: filters).drawing(
            inputShape, classes, includeTop, pooling, classifierActivation
        ).model(seed: seed)
    }
}

/// The family of residual networks for ImageNet.
package struct ResNet {
    private let depth: Int
    private let filters: Int

    /// - Parameter depth: 18, 34, 50 or 101.
    package init(depth: Int, filters: Int = 64) {
        self.depth = depth
        self.filters = filters
    }

    /// Blocks in each stage.
    private var blocks: [Int] {
        switch depth {
        case 18: [2, 2, 2, 2]
        case 101: [3, 4, 23, 3]
        default: [3, 4, 6, 3]
        }
    }

    /// Whether blocks have three convolutions with a narrow one in the middle, or two of one width.
    private var isDeep: Bool { depth >= 50 }

    package func drawing(
        _ inputShape: [Int] = [224, 224, 3], _ classes: Int = 1000, _ includeTop: Bool = true,
        _ pooling: Architectures.Pooling? = nil, _ activation: any Activation = .softmax
    ) -> Drawing {
        let input = Input(shape: inputShape)
        var x = ZeroPadding2D(3, name: "conv1_pad")(input)
        x = normalized(convolution(x, filters, 7, strides: 2, padding: .valid, name: "conv1_conv"), "conv1_bn")
        x = x.through(
            ActivationLayer(.relu, name: "conv1_relu"), ZeroPadding2D(1, name: "pool1_pad"),
            MaxPooling2D(3, strides: 2, name: "pool1_pool"))
        for (stage, count) in blocks.enumerated() {
            for number in 1...count {
                let isFirst = number == 1
                let strides = isFirst && stage > 0 ? 2 : 1
                x = block(
                    x, filters << stage, strides: strides, projects: isFirst && (isDeep || stage > 0),
                    name: "conv\(stage + 2)_block\(number)")
            }
        }
        if includeTop {
            x = GlobalAveragePooling2D(name: "avg_pool")(x)
            x = Dense(classes, activation: activation, name: "predictions")(x)
        } else {
            x = x.pooled(pooling, names: true)
        }
        return Drawing(input, x, name: "resnet\(depth)")
    }

    private func block(
        _ x: SymbolicTensor, _ filters: Int, strides: Int, projects: Bool, name: String
    ) -> SymbolicTensor {
        var shortcut = x
        if projects {
            let around = convolution(x, isDeep ? 4 * filters : filters, 1, strides: strides, name: "\(name)_0_conv")
            shortcut = normalized(around, "\(name)_0_bn")
        }
        let convolutions = isDeep ? [(filters, 1), (filters, 3), (4 * filters, 1)] : [(filters, 3), (filters, 3)]
        var y = x
        for (index, (count, size)) in convolutions.enumerated() {
            let part = "\(name)_\(index + 1)"
            y = convolution(y, count, size, strides: index == 0 ? strides : 1, name: "\(part)_conv")
            y = normalized(y, "\(part)_bn")
            if index + 1 < convolutions.count { y = ActivationLayer(.relu, name: "\(part)_relu")(y) }
        }
        let sum = Add(name: "\(name)_add")([shortcut, y])
        return ActivationLayer(.relu, name: "\(name)_out")(sum)
    }

    private func convolution(
        _ x: SymbolicTensor, _ filters: Int, _ size: Int, strides: Int, padding: Padding? = nil, name: String
    ) -> SymbolicTensor {
        // Windows of 1×1 need no border; Keras writes those without one.
        Conv2D(
            filters, size, strides: strides, padding: padding ?? (size == 1 ? .valid : .same), useBias: isDeep,
            kernelInitializer: isDeep ? GlorotUniform() : HeNormal(), name: name)(x)
    }

    private func normalized(_ x: SymbolicTensor, _ name: String) -> SymbolicTensor {
        BatchNormalization(epsilon: 1.001e-5, name: name)(x)
    }
}
