import MyelinCore

extension Architectures {
    /// MobileNet, which splits each convolution into one for each channel by itself and one of 1×1 that mixes them.
    /// Howard et al. 2017, "MobileNets: efficient convolutional neural networks for mobile vision applications". Keras:
    /// `keras.applications.MobileNet`.
    ///
    /// | layer | output |
    /// |---|---|
    /// | convolution 3×3, stride 2, 32 filters | 112×112×32 |
    /// | block 1 of 64 filters | 112×112×64 |
    /// | blocks 2, 3 of 128; 4, 5 of 256; the first of a pair with stride 2 | 28×28×256 |
    /// | blocks 6 to 11 of 512, the first with stride 2 | 14×14×512 |
    /// | blocks 12, 13 of 1024, the first with stride 2 | 7×7×1024 |
    /// | mean of each channel; dropout; convolution 1×1, `classes` filters | |
    ///
    /// A block: depthwise convolution 3×3, batch normalization, `min(max(x, 0), 6)`, convolution 1×1, batch normalization,
    /// and the same limits. Parameters for 1000 classes: 4,253,864 for alpha 1; 2,601,976 for 0.75; 1,342,536 for 0.5;
    /// 475,544 for 0.25.
    ///
    /// - Parameters:
    ///   - inputShape: (height, width, channels), at least 32×32.
    ///   - alpha: by which the number of filters in each layer is multiplied.
    ///   - depthMultiplier: kernels for each channel in the depthwise convolutions.
    ///   - dropout: the share that is dropped before the last layer.
    ///   - includeTop: whether the classifier is there.
    ///   - pooling: what follows the last block without it.
    ///   - classifierActivation: of the last layer.
    ///   - seed: what the first weights depend on.
    public static func mobileNet(
        inputShape: [Int] = [224, 224, 3], classes: Int = 1000, alpha: Double = 1, depthMultiplier: Int = 1,
        dropout: Double = 0.001, includeTop: Bool = true, pooling: Pooling? = nil,
        classifierActivation: any Activation = .softmax, seed: Int? = nil
    ) throws -> Model {
        guard alpha > 0, alpha < 1e4 else {
            throw MyelinError(.argument, "mobileNet: expected an alpha above 0, got \(alpha)")
        }
        func filters(_ count: Int) -> Int { Int(Double(count) * alpha) }
        let input = Input(shape: inputShape)
        var x = input.symbolic.through(
            Conv2D(filters(32), 3, strides: 2, padding: .same, useBias: false, name: "conv1"),
            BatchNormalization(name: "conv1_bn"), ReLU(maxValue: 6, name: "conv1_relu"))
        let blocks = [64, 128, 128, 256, 256, 512, 512, 512, 512, 512, 512, 1024, 1024]
        for (index, count) in blocks.enumerated() {
            let number = index + 1
            let halves = [2, 4, 6, 12].contains(number)
            if halves { x = ZeroPadding2D([[0, 1], [0, 1]], name: "conv_pad_\(number)")(x) }
            x = x.through(
                DepthwiseConv2D(
                    3, strides: halves ? 2 : 1, padding: halves ? .valid : .same, depthMultiplier: depthMultiplier,
                    useBias: false, name: "conv_dw_\(number)"),
                BatchNormalization(name: "conv_dw_\(number)_bn"), ReLU(maxValue: 6, name: "conv_dw_\(number)_relu"),
                Conv2D(filters(count), 1, padding: .same, useBias: false, name: "conv_pw_\(number)"),
                BatchNormalization(name: "conv_pw_\(number)_bn"), ReLU(maxValue: 6, name: "conv_pw_\(number)_relu"))
        }
        if includeTop {
            x = x.through(
                GlobalAveragePooling2D(keepDimensions: true), Dropout(dropout, name: "dropout"),
                Conv2D(classes, 1, padding: .same, name: "conv_preds"), Reshape([classes], name: "reshape_2"),
                ActivationLayer(classifierActivation, name: "predictions"))
        } else {
            x = x.pooled(pooling, names: false)
        }
        let size = inputShape.first.map { "_\($0)" } ?? ""
        let hundredths = Int((alpha * 100).rounded())
        let share = "\(hundredths / 100).\(hundredths % 100 / 10)\(hundredths % 10)"
        return try Model(inputs: input, outputs: x, name: "mobilenet_\(share)\(size)", seed: seed)
    }
}
