import MyelinCore

extension Architectures {
    /// ZFNet, AlexNet with smaller windows at the front. Zeiler, Fergus 2013, "Visualizing and understanding convolutional
    /// networks".
    ///
    /// | layer | output | parameters |
    /// |---|---|---|
    /// | convolution 7×7, stride 2, 96 filters; maximum 3×3, stride 2 | 55×55×96 | 14,208 |
    /// | convolution 5×5, stride 2, 256 filters; maximum 3×3, stride 2 | 13×13×256 | 614,656 |
    /// | convolution 3×3, 384 filters, twice | 13×13×384 | 885,120 + 1,327,488 |
    /// | convolution 3×3, 256 filters; maximum 3×3, stride 2 | 6×6×256 | 884,992 |
    /// | dense 4096, 4096, `classes` with dropout before the first two | | 37,752,832 + 16,781,312 + 4,097,000 |
    ///
    /// 62,357,608 parameters. The contrast normalization of the paper is left out.
    ///
    /// - Parameters:
    ///   - inputShape: (height, width, channels).
    ///   - activation: of the hidden layers.
    ///   - dropout: the share that is dropped before the dense layers.
    ///   - filters: of the first convolution; the others grow in proportion.
    ///   - units: of the two hidden dense layers.
    ///   - seed: what the first weights depend on.
    public static func zfNet(
        inputShape: [Int] = [224, 224, 3], classes: Int = 1000, activation: any Activation = .relu,
        dropout: Double = 0.5, filters: Int = 96, units: Int = 4096, seed: Int? = nil
    ) throws -> Model {
        try zfNetDrawing(inputShape, classes, activation, dropout, filters, units).model(seed: seed)
    }

    package static func zfNetDrawing(
        _ inputShape: [Int] = [224, 224, 3], _ classes: Int = 1000, _ activation: any Activation = .relu,
        _ dropout: Double = 0.5, _ filters: Int = 96, _ units: Int = 4096
    ) -> Drawing {
        Drawing(
            sequence: [
                Input(shape: inputShape), ZeroPadding2D(1), Conv2D(filters, 7, strides: 2, activation: activation),
                MaxPooling2D(3, strides: 2, padding: .same),
                Conv2D(filters * 8 / 3, 5, strides: 2, activation: activation),
                MaxPooling2D(3, strides: 2, padding: .same),
                Conv2D(filters * 4, 3, padding: .same, activation: activation),
                Conv2D(filters * 4, 3, padding: .same, activation: activation),
                Conv2D(filters * 8 / 3, 3, padding: .same, activation: activation), MaxPooling2D(3, strides: 2),
            ] + denseTop(classes, units: units, activation: activation, dropout: dropout), name: "zfnet")
    }
}
