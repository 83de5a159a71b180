import CVectorKernels

/// An operation that computes each element of its result from the elements at the same place of its inputs, by one vector
/// instruction. Chains of them are fused into one pass over memory.
package protocol ElementwiseOperation: Operation {
    /// The vector instruction.
    static var opcode: myelin_opcode { get }
    /// The instruction's constant, such as leaky relu's slope.
    var immediate: Double { get }
    /// The element types that it takes.
    static var accepts: ElementTypes { get }
}

/// A set of element types that an elementwise operation takes.
package enum ElementTypes {
    case floats, numbers, booleans, all

    func contains(_ dtype: DType) -> Bool {
        switch self {
        case .floats: dtype.isFloatingPoint
        case .numbers: dtype != .bool
        case .booleans: dtype == .bool
        case .all: true
        }
    }

    var text: String {
        switch self {
        case .floats: "float32 or float64"
        case .numbers: "a number"
        case .booleans: "bool"
        case .all: "any type"
        }
    }
}

extension ElementwiseOperation {
    package var immediate: Double { 0 }
    package static var accepts: ElementTypes { .floats }

    package func outputTypes(_ inputs: [TensorType]) throws -> [TensorType] {
        for input in inputs {
            guard Self.accepts.contains(input.dtype) else {
                throw MyelinError(.dtype, "expected \(Self.accepts.text), got \(input.dtype)")
            }
            guard input == inputs[0] else {
                throw MyelinError(.shape, "expected operands of one type, got \(inputs[0]) and \(input)")
            }
        }
        return [inputs[0]]
    }

    package func floatingPointOperations(inputs: [TensorType], outputs: [TensorType]) -> Int { outputs[0].shape.count }
}

/// An elementwise operation of one operand, with its derivative.
package protocol UnaryOperation: ElementwiseOperation {
    /// The gradient of the operand, given the operand `x`, the result `y` and the result's gradient; nil for none.
    func gradient(x: Tensor, y: Tensor, cotangent: Tensor) -> Tensor?
}

extension UnaryOperation {
    package func gradients(_ step: GradientStep) -> [Tensor?] {
        [gradient(x: step.inputs[0], y: step.output, cotangent: step.cotangent)]
    }
}

/// An elementwise operation of two operands of one type.
package protocol BinaryOperation: ElementwiseOperation {
    /// The gradients of the operands; nil for none.
    func gradient(a: Tensor, b: Tensor, y: Tensor, cotangent: Tensor) -> (Tensor?, Tensor?)
}

extension BinaryOperation {
    package static var accepts: ElementTypes { .numbers }

    package func gradients(_ step: GradientStep) -> [Tensor?] {
        let (a, b) = gradient(a: step.inputs[0], b: step.inputs[1], y: step.output, cotangent: step.cotangent)
        return [a, b]
    }
}

extension Tensor {
    /// Records a unary operation; integers become Float32 where it takes floats alone.
    static func unary<Op: UnaryOperation>(_ operation: Op, _ x: Tensor) -> Tensor {
        if case .floats = Op.accepts, !x.dtype.isFloatingPoint { return .record(operation, x.cast(to: .float32)) }
        return .record(operation, x)
    }

    /// Records a binary operation: promotes the element types, broadcasts the shapes.
    static func binary<Op: ElementwiseOperation>(_ operation: Op, _ a: Tensor, _ b: Tensor) -> Tensor {
        if let x = a.literal, let y = b.literal, let number = arithmetic(operation, x, y) {
            return Tensor(literal: number)
        }
        let (a, b) = unified(operation, a, b)
        return .record(operation, a, b)
    }

    /// Both operands with one element type and one shape.
    static func unified<Op: ElementwiseOperation>(_ operation: Op, _ a: Tensor, _ b: Tensor) -> (Tensor, Tensor) {
        var dtype = commonDType(a, b)
        if case .floats = Op.accepts, !dtype.isFloatingPoint { dtype = .float32 }
        if case .numbers = Op.accepts, dtype == .bool { dtype = .int32 }
        guard let shape = Shape.broadcast(a.shape, b.shape) else {
            let error = MyelinError(.shape, "\(Op.name): shapes \(a.shape) and \(b.shape) do not broadcast")
            let invalid = Tensor.invalid(TensorType(a.shape, dtype), a.error ?? b.error ?? error)
            return (invalid, invalid)
        }
        return (a.cast(to: dtype).broadcast(to: shape), b.cast(to: dtype).broadcast(to: shape))
    }

    /// The value of a number written out.
    private var literal: Double? {
        guard let constant = node.operation as? ScalarConstant, constant.isLiteral else { return nil }
        return constant.value
    }

    /// Arithmetic of numbers written out, which stays one: in `x * (1 / n)` the quotient takes the type of x unrounded.
    private static func arithmetic(_ operation: any Operation, _ x: Double, _ y: Double) -> Double? {
        switch operation {
        case is Add: x + y
        case is Subtract: x - y
        case is Multiply: x * y
        case is Divide: x / y
        default: nil
        }
    }

    private static func commonDType(_ a: Tensor, _ b: Tensor) -> DType {
        func taking(_ dtype: DType, _ value: Double) -> DType {
            dtype.isFloatingPoint ? dtype : value != value.rounded() ? .float32 : dtype == .bool ? .int32 : dtype
        }
        switch (a.literal, b.literal) {
        case (let value?, nil): return taking(b.dtype, value)
        case (nil, let value?): return taking(a.dtype, value)
        default: return DType.promoted(a.dtype, b.dtype)
        }
    }
}
