import MyelinCore

/// Texts as an array of any shape, in row-major order: what a model takes whose input is text.
public struct TextArray: Hashable, Sendable, ExpressibleByArrayLiteral {
    /// The texts, row-major.
    public let strings: [String]
    /// The sizes of its axes; their product is the number of texts.
    public let shape: Shape

    /// A list of texts, of shape (count,).
    public init(_ strings: [String]) {
        self.strings = strings
        shape = [strings.count]
    }

    public init(arrayLiteral strings: String...) { self.init(strings) }

    /// Texts of any shape.
    ///
    /// - Throws: `MyelinError` if the shape has room for more texts, or fewer.
    public init(_ strings: [String], shape: Shape) throws {
        guard shape.sizes.allSatisfy({ $0 >= 0 }), strings.count == shape.count else {
            throw MyelinError(.shape, "\(strings.count) texts do not fill an array of shape \(shape)")
        }
        self.strings = strings
        self.shape = shape
    }

    /// The same texts in another shape.
    public func reshaped(to shape: Shape) throws -> TextArray { try TextArray(strings, shape: shape) }
}

/// Numbers or texts: what goes into a model, and what comes out of it.
public enum DataArray {
    /// Numbers of any element type.
    case numbers(Tensor)
    /// Texts, for layers that take them.
    case text(TextArray)

    /// The shape of what it holds.
    public var shape: Shape {
        switch self {
        case .numbers(let tensor): tensor.shape
        case .text(let texts): texts.shape
        }
    }

    /// The numbers; nil of texts.
    public var numbers: Tensor? { if case .numbers(let tensor) = self { tensor } else { nil } }
    /// The texts; nil of numbers.
    public var text: TextArray? { if case .text(let texts) = self { texts } else { nil } }
}
