import MyelinCore

extension Architectures {
    /// AlexNet, which won the ImageNet contest of 2012. Krizhevsky, Sutskever, Hinton 2012, "ImageNet classification with
    /// deep convolutional neural networks".
    ///
    /// | layer | output | parameters |
    /// |---|---|---|
    /// | convolution 11×11, stride 4, 96 filters; maximum 3×3, stride 2 | 27×27×96 | 34,944 |
    /// | convolution 5×5, 256 filters, 2 groups; maximum 3×3, stride 2 | 13×13×256 | 307,456 |
    /// | convolution 3×3, 384 filters | 13×13×384 | 885,120 |
    /// | convolution 3×3, 384 filters, 2 groups | 13×13×384 | 663,936 |
    /// | convolution 3×3, 256 filters, 2 groups; maximum 3×3, stride 2 | 6×6×256 | 442,624 |
    /// | dense 4096, 4096, `classes` with dropout before the first two | | 37,752,832 + 16,781,312 + 4,097,000 |
    ///
    /// 60,965,224 parameters; 62,378,344 without groups. The response normalization of the paper, which later work
    /// found to do little, is left out: Keras has no layer for it.
    ///
    /// - Parameters:
    ///   - inputShape: (height, width, channels); 227 is what the paper's 224 must mean.
    ///   - groups: 2 as in the paper, whose two GPUs saw half of the channels each; 1 for whole convolutions.
    ///   - activation: of the hidden layers.
    ///   - dropout: the share that is dropped before the dense layers.
    ///   - filters: of the first convolution; the others grow in proportion.
    ///   - units: of the two hidden dense layers.
    ///   - seed: what the first weights depend on.
    public static func alexNet(
        inputShape: [Int] = [227, 227, 3], classes: Int = 1000, groups: Int = 2, activation: any Activation = .relu,
        dropout: Double = 0.5, filters: Int = 96, units: Int = 4096, seed: Int? = nil
    ) throws -> Model {
        try alexNetDrawing(inputShape, classes, groups, activation, dropout, filters, units).model(seed: seed)
    }

    package static func alexNetDrawing(
        _ inputShape: [Int] = [227, 227, 3], _ classes: Int = 1000, _ groups: Int = 2,
        _ activation: any Activation = .relu, _ dropout: Double = 0.5, _ filters: Int = 96, _ units: Int = 4096
    ) -> Drawing {
        Drawing(
            sequence: [
                Input(shape: inputShape), Conv2D(filters, 11, strides: 4, activation: activation),
                MaxPooling2D(3, strides: 2),
                Conv2D(filters * 8 / 3, 5, padding: .same, groups: groups, activation: activation),
                MaxPooling2D(3, strides: 2), Conv2D(filters * 4, 3, padding: .same, activation: activation),
                Conv2D(filters * 4, 3, padding: .same, groups: groups, activation: activation),
                Conv2D(filters * 8 / 3, 3, padding: .same, groups: groups, activation: activation),
                MaxPooling2D(3, strides: 2),
            ] + denseTop(classes, units: units, activation: activation, dropout: dropout), name: "alexnet")
    }
}
