import MyelinCore

extension Architectures {
    /// C3D, a convolutional network for short videos: windows that move over time as well. Tran et al. 2015, "Learning
    /// spatiotemporal features with 3D convolutional networks".
    ///
    /// | layer, all of 3×3×3 | output |
    /// |---|---|
    /// | convolution, 64 filters; maximum 1×2×2 | 16×56×56×64 |
    /// | convolution, 128 filters; maximum 2×2×2 | 8×28×28×128 |
    /// | two convolutions, 256 filters; maximum 2×2×2 | 4×14×14×256 |
    /// | two convolutions, 512 filters; maximum 2×2×2 | 2×7×7×512 |
    /// | two convolutions, 512 filters; border; maximum 2×2×2 | 1×4×4×512 |
    /// | dense 4096, 4096 with dropout, `classes` | |
    ///
    /// 78,409,573 parameters for the 101 classes of UCF101; 79,991,015 for the 487 of Sports-1M.
    ///
    /// - Parameters:
    ///   - inputShape: (frames, height, width, channels).
    ///   - activation: of the hidden layers.
    ///   - dropout: the share that is dropped behind the hidden dense layers.
    ///   - filters: of the first convolution; the others grow in proportion.
    ///   - units: of the two hidden dense layers.
    ///   - seed: what the first weights depend on.
    public static func c3d(
        inputShape: [Int] = [16, 112, 112, 3], classes: Int = 101, activation: any Activation = .relu,
        dropout: Double = 0.5, filters: Int = 64, units: Int = 4096, seed: Int? = nil
    ) throws -> Model {
        try c3dDrawing(inputShape, classes, activation, dropout, filters, units).model(seed: seed)
    }

    package static func c3dDrawing(
        _ inputShape: [Int] = [16, 112, 112, 3], _ classes: Int = 101, _ activation: any Activation = .relu,
        _ dropout: Double = 0.5, _ filters: Int = 64, _ units: Int = 4096
    ) -> Drawing {
        var layers: [Layer] = [Input(shape: inputShape)]
        for (index, convolutions) in [1, 1, 2, 2, 2].enumerated() {
            let number = index + 1
            for place in 0..<convolutions {
                let letter = convolutions == 1 ? "" : ["a", "b"][place]
                layers.append(
                    Conv3D(
                        filters * min(1 << index, 8), 3, padding: .same, activation: activation,
                        name: "conv\(number)\(letter)"))
            }
            if number == 5 { layers.append(ZeroPadding3D([[0, 0], [0, 1], [0, 1]], name: "pad5")) }
            layers.append(MaxPooling3D(number == 1 ? [1, 2, 2] : [2, 2, 2], name: "pool\(number)"))
        }
        layers += [
            Flatten(name: "flatten"), Dense(units, activation: activation, name: "fc6"), Dropout(dropout),
            Dense(units, activation: activation, name: "fc7"), Dropout(dropout),
            Dense(classes, activation: .softmax, name: "predictions"),
        ]
        return Drawing(sequence: layers, name: "c3d")
    }
}
