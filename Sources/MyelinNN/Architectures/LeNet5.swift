import MyelinCore

extension Architectures {
    /// LeNet-5 for handwritten digits. LeCun, Bottou, Bengio, Haffner 1998, "Gradient-based learning applied to document
    /// recognition".
    ///
    /// | layer | output | parameters |
    /// |---|---|---|
    /// | convolution 5×5, 6 filters | 28×28×6 | 156 |
    /// | mean pooling 2×2 | 14×14×6 | |
    /// | convolution 5×5, 16 filters | 10×10×16 | 2,416 |
    /// | mean pooling 2×2 | 5×5×16 | |
    /// | dense 120, 84, `classes` | | 48,120 + 10,164 + 850 |
    ///
    /// 61,706 parameters for ten classes. As it is taught today: the second convolution sees all six maps, pooling has no
    /// weights, and a softmax takes the place of the radial basis functions.
    ///
    /// - Parameters:
    ///   - inputShape: (height, width, channels) of an image. The paper has digits of 28×28 within 32×32; images smaller
    ///     than 32 get as much border in the first convolution (`same`).
    ///   - activation: of the hidden layers; the paper has a scaled tanh.
    ///   - rescaling: by what the numbers that come are multiplied first: 1/255 for bytes.
    ///   - seed: what the first weights depend on.
    public static func leNet5(
        inputShape: [Int] = [28, 28, 1], classes: Int = 10, activation: any Activation = .tanh,
        rescaling: Double? = nil, seed: Int? = nil
    ) throws -> Model {
        let isSmall = (inputShape.first ?? 0) < 32
        return try Sequential(name: "lenet5", seed: seed) {
            Input(shape: inputShape)
            if let rescaling { Rescaling(rescaling) }
            Conv2D(6, 5, padding: isSmall ? .same : .valid, activation: activation)
            AveragePooling2D(2)
            Conv2D(16, 5, activation: activation)
            AveragePooling2D(2)
            Flatten()
            Dense(120, activation: activation)
            Dense(84, activation: activation)
            Dense(classes, activation: .softmax)
        }
    }
}
