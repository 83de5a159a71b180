import Myelin
import TestSupport
import Testing

/// What layers over sequences, images and volumes say to settings and inputs that cannot be.
struct SpatialLayerErrorTests {
    private static let huge = 1 << 30

    private static let cases: [(input: [Int], layer: @Sendable () -> Layer, text: String)] = [
        (
            [4, 4], { Conv3D(2, 3) },
            "expected an input of rank 5 (batch, depth, height, width, channels), got (2, 4, 4)"
        ),
        (
            [3], { Conv1D(2, 3, dataFormat: .channelsFirst) },
            "expected an input of rank 3 (batch, channels, steps), got (2, 3)"
        ),
        ([4, 4, 1], { Conv2D(2, 3, padding: .causal) }, "padding: expected valid or same, got causal"),
        ([4, 1], { Conv1D(0, 3) }, "filters: expected a number of at least 1, got 0"),
        ([4, 1], { Conv1D(2, [3, 3]) }, "kernelSize: expected one number of at least 1, got [3, 3]"),
        ([2, 1], { Conv1D(2, 3) }, "convolution: a window of 3 does not fit into an input of 2"),
        (
            [4, 1], { Conv1DTranspose(2, 3, strides: 2, outputPadding: 2) },
            "outputPadding: expected less than the strides [2] and at least 0, got [2]"
        ),
        (
            [4, 1], { Conv1DTranspose(2, 3, strides: huge, dilationRate: huge) },
            "an input of 4 with strides of 1073741824 gives too large an output"
        ),
        (
            [4, 1], { DepthwiseConv1D(3, depthMultiplier: 0) },
            "depthMultiplier: expected a number of at least 1, got 0"
        ),
        (
            [4, 4, 1], { MaxPooling2D(2, padding: .causal) },
            "maximum_pool: padding: expected valid or same, got causal"
        ),
        (
            [4, 4, 4, 1], { AveragePooling3D(huge, padding: .same) },
            "average_pool: a window of size [1073741824, 1073741824, 1073741824] is larger than any image"
        ),
        ([4, 1], { AdaptiveMaxPooling1D(0) }, "outputSize: expected one number of at least 1, got [0]"),
        ([4, 1], { Cropping1D([2, 2]) }, "cropping by [2, 2] leaves nothing of axis 1 of an input (2, 4, 1)"),
        (
            [4, 4, 1], { ZeroPadding2D([[1, 2, 3], [0, 0]]) },
            "padding: expected two numbers of at least 0 for each axis, got [[1, 2, 3], [0, 0]]"
        ),
        (
            [4, 4, 1], { ZeroPadding2D(-1) },
            "padding: expected two numbers of at least 0 for each axis, got [[-1, -1], [-1, -1]]"
        ),
        (
            [4, 4, 4, 1], { UpSampling3D(huge) },
            "an output of shape (2, 4294967296, 4294967296, 4294967296, 1) is larger than any memory"
        ),
        ([4], { RepeatVector(0) }, "n: expected a number of at least 1, got 0"),
        ([4, 3], { Permute([1, 3]) }, "dims: expected the axes 1 to 2, each once, got [1, 3]"),
        ([4], { Permute([2, 1]) }, "expected an input of rank 3 for dims [2, 1], got (2, 4)"),
    ]

    @Test(arguments: cases.indices)
    func isAnError(_ number: Int) {
        let test = Self.cases[number], layer = test.layer()
        let text = errorText { try layer(Tensor.zeros(Shape([2] + test.input))).scalars() }
        #expect(text == "\(layer.name): \(test.text)")
    }

    @Test func aMaskWeighsTheMeanOverSteps() throws {
        let x = Tensor([1, 2, 3, 4, 5, 6] as [Float], shape: [1, 3, 2])
        let context = CallContext()
        context.setMask(Tensor([true, false, true], shape: [1, 3]), of: x)
        let layer = GlobalAveragePooling1D(keepDimensions: true)
        let y = try layer.call(x, context)
        #expect(try y.scalars() == [3, 4])
        #expect(y.shape == [1, 1, 2])
        #expect(layer.supportsMasking)
    }
}
