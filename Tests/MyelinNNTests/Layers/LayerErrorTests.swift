import Myelin
import MyelinNN
import TestSupport
import Testing

/// What does not fit is thrown when the model is made, with the layer's name and what was expected.
struct LayerErrorTests {
    private func message(_ shape: [Int], _ layer: Layer) -> String? {
        errorText { try Sequential([Input(shape: shape), layer]) }
    }

    @Test func wrongRank() {
        let images = "expected an input of rank 4 (batch, height, width, channels), got"
        #expect(message([784], Conv2D(8, 3))?.hasPrefix("conv2d: \(images)") == true)
        #expect(message([784], MaxPooling2D())?.hasPrefix("max_pooling2d: \(images)") == true)
        #expect(message([784], AveragePooling2D())?.hasPrefix("average_pooling2d: \(images)") == true)
        #expect(message([784], GlobalAveragePooling2D())?.hasPrefix("global_average_pooling2d: \(images)") == true)
        #expect(
            message([], Dense(3))?.hasPrefix("dense: expected an input of rank 2 or more (batch, …, features), got")
                == true)
        #expect(
            message([], BatchNormalization())?.hasPrefix("batch_normalization: expected an input of rank 2 or more")
                == true)
    }

    @Test func vectorsOfAnotherSizeOnTheWayBack() {
        func message(_ shape: [Int]) -> String? {
            errorText { () throws -> Model in
                let embedding = ReversibleEmbedding(5, 3)
                let input = Input(shape: [2]), vectors = Input(shape: shape)
                return try Model(inputs: [input, vectors], outputs: [embedding(input), embedding.reversed(vectors)])
            }
        }
        #expect(message([2, 3]) == nil)
        #expect(
            message([2, 4])?.contains("in reverse: expected vectors of size 3, got (") == true,
            "\(message([2, 4]) ?? "fits")")
    }

    @Test func aWindowLargerThanTheImage() {
        #expect(
            message([4, 4, 1], Conv2D(8, 5)) == "conv2d: convolution: a window of 5×5 does not fit into an input of 4×4"
        )
        #expect(
            message([4, 4, 1], Conv2D(8, 3, dilationRate: 2))
                == "conv2d: convolution: a window of 5×5 does not fit into an input of 4×4")
        #expect(
            message([4, 4, 1], MaxPooling2D(5))
                == "max_pooling2d: maximum_pool: a window of 5×5 does not fit into an input of 4×4")
        #expect(
            message([4, 4, 1], AveragePooling2D(5))
                == "average_pooling2d: average_pool: a window of 5×5 does not fit into an input of 4×4")
        // Zeros around it make room.
        #expect(message([4, 4, 1], Conv2D(8, 5, padding: .same)) == nil)
    }

    @Test func impossibleSettings() {
        #expect(message([3], Dense(0)) == "dense: expected at least 1 unit, got 0")
        #expect(
            message([4, 4, 3], Conv2D(8, 0)) == "conv2d: kernelSize: expected two numbers of at least 1, got [0, 0]")
        #expect(
            message([4, 4, 3], Conv2D(8, 3, strides: 0))
                == "conv2d: strides: expected two numbers of at least 1, got [0, 0]")
        #expect(
            message([4, 4, 3], Conv2D(8, [3]))
                == "conv2d: kernelSize: expected two numbers of at least 1, got [3]")
        #expect(
            message([4, 4, 3], Conv2D(8, 3, groups: 2))
                == "conv2d: 2 groups do not divide 3 input channels and 8 filters evenly")
        #expect(
            message([4, 4, 3], MaxPooling2D(2, strides: 0))
                == "max_pooling2d: strides: expected two numbers of at least 1, got [0, 0]")
        #expect(message([3], Dropout(1.5)) == "dropout: expected a rate from 0 to 1, got 1.5")
        #expect(message([3], Dropout(-0.1)) == "dropout: expected a rate from 0 to 1, got -0.1")
        #expect(
            message([3], BatchNormalization(axis: 5))?.hasPrefix(
                "batch_normalization: expected an input of rank 2 or more with axis 5") == true)
        #expect(message([12], Reshape([5, 2])) == "reshape: cannot reshape samples of (12,) to (5, 2)")
        #expect(message([12], Reshape([-1, 5])) == "reshape: cannot reshape samples of (12,) to (-1, 5)")
        #expect(message([6], Reshape([-2, -3])) == "reshape: cannot reshape samples of (6,) to (-2, -3)")
        #expect(
            message([3], ReLU(negativeSlope: -1))
                == "re_lu: expected maxValue, negativeSlope and threshold of at least 0")
        #expect(message([3], Softmax(axis: 4))?.hasPrefix("softmax: axis [4] does not fit an input of shape") == true)
        #expect(
            errorText { try Sequential([Input(shape: [0]), Dense(1)]) }
                == "input_layer: expected sizes of at least 1, got (0,)")
    }

    @Test func theNameIsTheLayersOwn() {
        #expect(message([784], Conv2D(8, 3, name: "first"))?.hasPrefix("first: expected an input of rank 4") == true)
    }
}
