/// Convolution and pooling of one channel, by loops.
package enum ConvolutionByHand {
    package static let image: [[Double]] = [
        [1, 1, 1, 0, 0],
        [0, 1, 1, 1, 0],
        [0, 0, 1, 1, 1],
        [0, 0, 1, 1, 0],
        [0, 1, 1, 0, 0],
    ]
    package static let kernel: [[Double]] = [
        [1, 0, 1],
        [0, 1, 0],
        [1, 0, 1],
    ]

    /// Lays the kernel on each place of the image, multiplies what lies on each other, and adds it up.
    ///
    /// - Parameters:
    ///   - stride: how far the kernel goes from place to place.
    ///   - padding: so many rows and columns of zeros are put around the image first.
    package static func convolve(
        _ image: [[Double]], _ kernel: [[Double]], stride: Int = 1, padding: Int = 0
    ) -> [[Double]] {
        let padded = pad(image, by: padding)
        let rows = outputSize(image.count, kernel: kernel.count, stride: stride, padding: padding)
        let columns = outputSize(image[0].count, kernel: kernel[0].count, stride: stride, padding: padding)
        return (0..<rows).map { row in
            (0..<columns).map { column in
                var sum = 0.0
                for (i, weights) in kernel.enumerated() {
                    for (j, weight) in weights.enumerated() {
                        sum += weight * padded[row * stride + i][column * stride + j]
                    }
                }
                return sum
            }
        }
    }

    /// The largest number of each square.
    package static func maximumPool(_ image: [[Double]], size: Int) -> [[Double]] {
        (0..<image.count / size).map { row in
            (0..<image[0].count / size).map { column in
                image[row * size..<(row + 1) * size].flatMap { $0[column * size..<(column + 1) * size] }.max()!
            }
        }
    }

    private static func pad(_ image: [[Double]], by padding: Int) -> [[Double]] {
        let side = Array(repeating: 0.0, count: padding)
        let empty = Array(repeating: Array(repeating: 0.0, count: image[0].count + 2 * padding), count: padding)
        return empty + image.map { side + $0 + side } + empty
    }
}

/// How many places a kernel has along an axis: ⌊(n + 2p − k) / s⌋ + 1.
package func outputSize(_ size: Int, kernel: Int, stride: Int = 1, padding: Int = 0) -> Int {
    (size + 2 * padding - kernel) / stride + 1
}

/// A filter has k · k weights for each channel that it looks at, and a bias.
package func convolutionParameters(kernel: Int, channels: Int, filters: Int) -> Int {
    (kernel * kernel * channels + 1) * filters
}
