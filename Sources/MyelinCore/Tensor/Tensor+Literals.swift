extension Tensor: ExpressibleByFloatLiteral, ExpressibleByIntegerLiteral, ExpressibleByArrayLiteral {
    public init(floatLiteral value: Double) { self.init(literal: value) }
    public init(integerLiteral value: Int) { self.init(literal: Double(value)) }
    /// `[1, 2, 3]` is a vector, `[[1, 2], [3, 4]]` a matrix: the elements are stacked along a new first axis.
    public init(arrayLiteral elements: Tensor...) {
        self = elements.isEmpty ? Tensor([Float]()) : Tensor.stacked(elements)
    }

    /// A number that takes the element type of what it is combined with, and is Float32 alone.
    package init(literal value: Double) {
        let constant = ScalarConstant(value: value, dtype: .float32, isLiteral: true)
        self.init(node: Node(constant, [], types: [TensorType([], .float32)]))
    }
}
