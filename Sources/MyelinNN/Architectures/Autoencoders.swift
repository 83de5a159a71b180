import MyelinCore

extension Architectures {
    /// A dense autoencoder: it squeezes a sample into a few numbers and learns to give it back.
    ///
    /// | layer | output | parameters |
    /// |---|---|---|
    /// | dense, the code | 32 | 25,120 |
    /// | dense, sigmoid | 784 | 25,872 |
    ///
    /// 50,992 parameters for images of 28×28, as in "Building autoencoders in Keras" (Keras' blog, 2016). Between input and
    /// code may stand wider layers, which are mirrored behind it: `hidden: [128, 64]` is the deep one there (222,384).
    /// Train it on its own input: `fit(x, x)` with numbers from 0 to 1 and the binary cross-entropy.
    ///
    /// - Parameters:
    ///   - inputShape: of a sample; other than flat ones are flattened, and put back into shape at the end.
    ///   - code: how many numbers a sample is squeezed into.
    ///   - hidden: units of the layers before the code.
    ///   - activation: of all layers but the last.
    ///   - seed: what the first weights depend on.
    public static func denseAutoencoder(
        inputShape: [Int] = [784], code: Int = 32, hidden: [Int] = [], activation: any Activation = .relu,
        seed: Int? = nil
    ) throws -> Model {
        let isFlat = inputShape.count == 1
        let (count, overflow) = inputShape.reduce((1, false)) { product, size in
            let next = product.0.multipliedReportingOverflow(by: size)
            return (next.partialValue, product.1 || next.overflow)
        }
        guard !overflow else { throw MyelinError(.shape, "denseAutoencoder: a sample of shape \(Shape(inputShape))") }
        return try Sequential(name: "autoencoder", seed: seed) {
            Input(shape: inputShape)
            if !isFlat { Flatten() }
            for units in hidden { Dense(units, activation: activation) }
            Dense(code, activation: activation, name: "code")
            for units in hidden.reversed() { Dense(units, activation: activation) }
            Dense(count, activation: .sigmoid)
            if !isFlat { Reshape(inputShape) }
        }
    }

    /// A convolutional autoencoder: convolutions and pooling down to a small picture of many channels, transposed
    /// convolutions back up.
    ///
    /// | layer | output | parameters |
    /// |---|---|---|
    /// | convolution 3×3, 32 filters; maximum 2×2 | 14×14×32 | 320 |
    /// | convolution 3×3, 32 filters; maximum 2×2 | 7×7×32 | 9,248 |
    /// | transposed convolution 3×3, stride 2, 32 filters | 14×14×32 | 9,248 |
    /// | transposed convolution 3×3, stride 2, 32 filters | 28×28×32 | 9,248 |
    /// | convolution 3×3, sigmoid | 28×28×1 | 289 |
    ///
    /// 28,353 parameters, as in Keras' example "Convolutional autoencoder for image denoising" (Valiente, 2021).
    ///
    /// - Parameters:
    ///   - inputShape: (height, width, channels); the sizes must be divisible by 2 as often as there are `filters`.
    ///   - filters: of each convolution on the way down, mirrored on the way up.
    ///   - activation: of all layers but the last.
    ///   - seed: what the first weights depend on.
    public static func convolutionalAutoencoder(
        inputShape: [Int] = [28, 28, 1], filters: [Int] = [32, 32], activation: any Activation = .relu,
        seed: Int? = nil
    ) throws -> Model {
        guard inputShape.count == 3, filters.count < 16,
            inputShape.dropLast().allSatisfy({ $0 % (1 << filters.count) == 0 })
        else {
            throw MyelinError(
                .shape,
                "convolutionalAutoencoder: expected images (height, width, channels) of sizes divisible by "
                    + "2, \(filters.count) times, got \(Shape(inputShape))")
        }
        return try Sequential(name: "convolutional_autoencoder", seed: seed) {
            Input(shape: inputShape)
            for count in filters {
                Conv2D(count, 3, padding: .same, activation: activation)
                MaxPooling2D(2, padding: .same)
            }
            for count in filters.reversed() {
                Conv2DTranspose(count, 3, strides: 2, padding: .same, activation: activation)
            }
            Conv2D(inputShape[2], 3, padding: .same, activation: .sigmoid)
        }
    }
}
