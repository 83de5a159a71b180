import Myelin

/// The course "From one neuron to a ConvNet".
public enum Lessons {
    /// In the order in which they are taught.
    public static let all: [Lesson] = [
        .neuron, .sigmoidNeuron, .network, .backpropagation, .losses, .optimizers, .denseLayers, .tensors, .convolution,
        .text, .saving,
    ]

    /// The lesson of a number.
    ///
    /// - Throws: `MyelinError` of kind `.argument` if there is none.
    public static func numbered(_ number: Int) throws -> Lesson {
        guard let lesson = all.first(where: { $0.number == number }) else {
            throw MyelinError(.argument, "lesson \(number): expected a number from 1 to \(all.count)")
        }
        return lesson
    }
}
