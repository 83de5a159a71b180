import MyelinCore

extension Architectures {
    /// How a residual network goes around a block that halves the image and doubles the channels.
    public enum Shortcut: String, Sendable, CaseIterable {
        /// Every second pixel, with zeros for the new channels: option A of the paper, without weights.
        case identity
        /// A convolution of 1×1 with batch normalization: option B.
        case projection
    }

    /// ResNet-20: see `cifarResNet(depth:)`.
    public static func cifarResNet20(
        inputShape: [Int] = [32, 32, 3], classes: Int = 10, skips: Bool = true, shortcut: Shortcut = .identity,
        rescaling: Double? = nil, kernelRegularizer: (any Regularizer)? = nil, seed: Int? = nil
    ) throws -> Model {
        try cifarResNet(
            depth: 20, inputShape: inputShape, classes: classes, skips: skips, shortcut: shortcut,
            rescaling: rescaling, kernelRegularizer: kernelRegularizer, seed: seed)
    }

    /// The residual networks for small images, of 6n + 2 layers: 20, 32, 44, 56, 110. He, Zhang, Ren, Sun 2015, "Deep
    /// residual learning for image recognition", section 4.2.
    ///
    /// | layer | output |
    /// |---|---|
    /// | convolution 3×3, 16 filters | 32×32×16 |
    /// | n blocks of two convolutions 3×3, 16 filters | 32×32×16 |
    /// | n blocks of 32 filters, the first with stride 2 | 16×16×32 |
    /// | n blocks of 64 filters, the first with stride 2 | 8×8×64 |
    /// | mean of each channel; dense `classes` | |
    ///
    /// Behind each convolution, which has no bias, stands a batch normalization. Trained parameters with identity
    /// shortcuts: 269,722 of 20 layers, 1,727,962 of 110 (0.27 and 1.7 million in the paper's table 6).
    ///
    /// - Parameters:
    ///   - depth: 6n + 2, at least 8.
    ///   - inputShape: (height, width, channels).
    ///   - skips: false leaves the ways around the blocks out: the plain networks that do not train when they are deep.
    ///   - shortcut: how a way around a block changes its size.
    ///   - filters: of the first stage.
    ///   - rescaling: by what the numbers that come are multiplied first: 1/255 for bytes.
    ///   - kernelRegularizer: a penalty on each kernel; the paper's weight decay of 0.0001 is `L2(0.00005)`.
    ///   - seed: what the first weights depend on.
    public static func cifarResNet(
        depth: Int = 20, inputShape: [Int] = [32, 32, 3], classes: Int = 10, skips: Bool = true,
        shortcut: Shortcut = .identity, filters: Int = 16, rescaling: Double? = nil,
        kernelRegularizer: (any Regularizer)? = nil, seed: Int? = nil
    ) throws -> Model {
        guard depth >= 8, depth < 10_000, depth % 6 == 2 else {
            throw MyelinError(.argument, "cifarResNet: expected a depth of 6n + 2 (8, 14, 20, …, 110), got \(depth)")
        }
        let net = CIFARResNet(skips: skips, shortcut: shortcut, regularizer: kernelRegularizer)
        let input = Input(shape: inputShape)
        let pixels = rescaling.map { Rescaling($0)(input) } ?? input.symbolic
        var x = ActivationLayer(.relu)(net.convolution(pixels, filters))
        for stage in 0..<3 {
            for number in 0..<(depth - 2) / 6 {
                x = net.block(x, filters << stage, strides: stage > 0 && number == 0 ? 2 : 1)
            }
        }
        x = x.through(
            GlobalAveragePooling2D(),
            Dense(
                classes, activation: .softmax, kernelInitializer: HeNormal(), kernelRegularizer: kernelRegularizer))
        return try Model(inputs: input, outputs: x, name: "\(skips ? "resnet" : "plain")\(depth)", seed: seed)
    }
}

/// What the blocks of the small residual networks share.
private struct CIFARResNet {
    let skips: Bool
    let shortcut: Architectures.Shortcut
    let regularizer: (any Regularizer)?

    /// A convolution and its batch normalization.
    func convolution(_ x: SymbolicTensor, _ filters: Int, _ size: Int = 3, strides: Int = 1) -> SymbolicTensor {
        x.through(
            Conv2D(
                filters, size, strides: strides, padding: .same, useBias: false, kernelInitializer: HeNormal(),
                kernelRegularizer: regularizer),
            BatchNormalization())
    }

    func block(_ x: SymbolicTensor, _ filters: Int, strides: Int) -> SymbolicTensor {
        let y = ActivationLayer(.relu)(convolution(x, filters, strides: strides))
        let z = convolution(y, filters)
        return ActivationLayer(.relu)(skips ? Add()([around(x, filters, strides: strides), z]) : z)
    }

    /// The input in the size of the block's output.
    private func around(_ x: SymbolicTensor, _ filters: Int, strides: Int) -> SymbolicTensor {
        guard strides > 1 || x.channels != filters else { return x }
        guard shortcut == .identity else { return convolution(x, filters, 1, strides: strides) }
        let more = max(filters - x.channels, 0)
        // A maximum over one pixel takes every second; what pads the axes 2 and 3 pads width and channels here.
        return x.through(
            MaxPooling2D(1, strides: strides),
            ZeroPadding2D([[0, 0], [more / 2, more - more / 2]], dataFormat: .channelsFirst))
    }
}
