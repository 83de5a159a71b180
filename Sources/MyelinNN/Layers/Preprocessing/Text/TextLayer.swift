import MyelinCore
import MyelinData

/// A layer that takes texts, or gives them.
///
/// Text never enters the graph of tensors: a model calls such layers on the host, before its graph runs or after it (see
/// `TextPlan`). One that can take numbers as well, such as `Hashing`, is called as any other layer where it does.
protocol TextLayer: Layer {
    /// Whether it makes text of numbers.
    var givesText: Bool { get }
    /// A text of some words that it can work on, for finding out the shape of its output.
    func probe(words: Int) -> String
    /// The output for arrays of which at least one is text, or for any if the layer gives text. Ones and zeros may come as
    /// bytes; the model converts them.
    func output(_ inputs: [DataArray]) throws -> DataArray
}

extension TextLayer {
    var givesText: Bool { false }
    func probe(words: Int) -> String { [String](repeating: "a", count: words).joined(separator: " ") }

    /// `output` with the layer's name in front of what it throws.
    func apply(_ inputs: [DataArray]) throws -> DataArray {
        do {
            let result = try output(inputs)
            if let error = result.numbers?.error { throw error }
            return result
        } catch let error as MyelinError { throw error.located(at: name) }
    }

    /// The output for texts, by itself without a model.
    func numbers(of texts: TextArray) throws -> Tensor {
        guard let numbers = try apply([.text(texts)]).numbers else {
            throw MyelinError(.argument, "\(name): gives text, not numbers")
        }
        return try numbers.detached()
    }
}

extension [DataArray] {
    /// The texts of a layer that has one input.
    func onlyText() throws -> TextArray {
        guard count == 1, let texts = self[0].text else {
            throw MyelinError(
                .argument, "expected one input of text, got \(count == 1 ? "numbers" : "\(count) inputs")")
        }
        return texts
    }
}
