/// Which last layer goes with which loss.
package struct LossChoice: Sendable {
    package let name: String
    package let lastLayer: String
    package let targets: String
    package let loss: String

    package static let all = [
        LossChoice(name: "a number", lastLayer: "Dense(1)", targets: "numbers", loss: ".mse, .mae, .huber"),
        LossChoice(
            name: "a number from 0 to 1", lastLayer: "Dense(1, activation: .sigmoid)", targets: "numbers from 0 to 1",
            loss: ".mse, .binaryCrossentropy"),
        LossChoice(
            name: "one of two classes", lastLayer: "Dense(1, activation: .sigmoid)", targets: "0 or 1",
            loss: ".binaryCrossentropy"),
        LossChoice(
            name: "one of many classes", lastLayer: "Dense(10, activation: .softmax)", targets: "class numbers",
            loss: ".sparseCategoricalCrossentropy"),
        LossChoice(
            name: "the same, one-hot", lastLayer: "Dense(10, activation: .softmax)", targets: "rows with a single 1",
            loss: ".categoricalCrossentropy"),
        LossChoice(
            name: "several at once", lastLayer: "Dense(5, activation: .sigmoid)", targets: "rows of 0 and 1",
            loss: ".binaryCrossentropy"),
    ]
}
