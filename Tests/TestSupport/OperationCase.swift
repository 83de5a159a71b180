import MyelinCore

/// An array that a case is written with; unlike a tensor it can be handed from thread to thread.
public struct CaseArray: Sendable {
    public let values: [Double]
    public let shape: Shape
    public let dtype: DType

    public init(_ values: [Double], _ shape: Shape? = nil, _ dtype: DType = .float64) {
        self.values = values
        self.shape = shape ?? [values.count]
        self.dtype = dtype
    }

    /// Numbers spread over a range, none of them twice, for shapes of any size.
    public static func spread(
        _ shape: Shape, from low: Double = -2, to high: Double = 2, seed: Int = 1, dtype: DType = .float64
    ) -> CaseArray {
        let values = scattered(shape.count, seed: seed).map { low + (high - low) * ($0 + 1) / 2 }
        return CaseArray(dtype.isFloatingPoint ? values : values.map { $0.rounded() }, shape, dtype)
    }

    /// The array in its element type, or Float32 in another.
    public func tensor(float: DType = .float64) -> Tensor {
        let type = dtype.isFloatingPoint ? float : dtype
        let values = type == .bool ? values.map { $0 != 0 ? 1 : 0 } : values
        return Tensor(values, shape: shape).cast(to: type)
    }
}

/// One operation on some inputs, written once and asked many questions: values, gradients, layouts, fusion.
public struct OperationCase: Sendable, CustomStringConvertible {
    /// The operation's name in graphs.
    public let operation: String
    public let detail: String
    public let inputs: [CaseArray]
    /// Records it from the inputs.
    public let function: @Sendable ([Tensor]) throws -> [Tensor]
    /// The first result's elements, worked out in plain Swift; nil if the case is about other questions.
    public let reference: (@Sendable ([[Double]]) -> [Double])?
    /// The first result's shape.
    public let shape: Shape?
    /// Allowed relative and absolute difference in Float32.
    public let tolerance: Double
    /// Whether second derivatives are checked too.
    public let isTwiceDifferentiable: Bool
    /// Whether a derivative exists at all inputs.
    public let isSmooth: Bool

    public init(
        _ operation: String, _ detail: String, _ inputs: [CaseArray], shape: Shape? = nil, tolerance: Double = 2e-6,
        twice: Bool = false, smooth: Bool = true, reference: (@Sendable ([[Double]]) -> [Double])? = nil,
        _ function: @escaping @Sendable ([Tensor]) throws -> Tensor
    ) {
        self.operation = operation
        self.detail = detail
        self.inputs = inputs
        self.shape = shape
        self.tolerance = tolerance
        isTwiceDifferentiable = twice
        isSmooth = smooth
        self.reference = reference
        self.function = { [try function($0)] }
    }

    /// A case that needs no further name.
    public init(
        _ operation: String, _ inputs: [CaseArray], shape: Shape? = nil, tolerance: Double = 2e-6, twice: Bool = false,
        smooth: Bool = true, reference: (@Sendable ([[Double]]) -> [Double])? = nil,
        _ function: @escaping @Sendable ([Tensor]) throws -> Tensor
    ) {
        self.init(
            operation, "", inputs, shape: shape, tolerance: tolerance, twice: twice, smooth: smooth,
            reference: reference,
            function)
    }

    public var description: String { detail.isEmpty ? operation : "\(operation) \(detail)" }

    /// Elementwise: a Swift function of one number is the reference.
    public static func unary(
        _ operation: String, from low: Double = -2, to high: Double = 2, tolerance: Double = 2e-6, twice: Bool = false,
        _ function: @escaping @Sendable (Tensor) -> Tensor, _ reference: @escaping @Sendable (Double) -> Double
    ) -> [OperationCase] {
        [[2, 3] as Shape, [], [0], [1], [37]].enumerated().map { index, shape in
            OperationCase(
                operation, "\(shape)", [.spread(shape, from: low, to: high, seed: 3 + index)], shape: shape,
                tolerance: tolerance, twice: twice, reference: { $0[0].map(reference) }
            ) { function($0[0]) }
        }
    }

    /// Elementwise with two operands of one shape.
    public static func binary(
        _ operation: String, from low: Double = -2, to high: Double = 2, dtype: DType = .float64,
        tolerance: Double = 2e-6,
        twice: Bool = false, _ function: @escaping @Sendable (Tensor, Tensor) -> Tensor,
        _ reference: @escaping @Sendable (Double, Double) -> Double
    ) -> [OperationCase] {
        [[2, 3] as Shape, [], [0], [1], [41]].enumerated().map { index, shape in
            let a = CaseArray.spread(shape, from: low, to: high, seed: 3 + index, dtype: dtype)
            let b = CaseArray.spread(shape, from: low, to: high, seed: 33 + index, dtype: dtype)
            return OperationCase(
                operation, "\(dtype)\(shape)", [a, b], shape: shape, tolerance: tolerance, twice: twice,
                reference: { zip($0[0], $0[1]).map(reference) }
            ) { function($0[0], $0[1]) }
        }
    }
}

/// A way in which the same values reach an operation.
public enum CaseLayout: String, CaseIterable, Sendable {
    /// A transposed view of transposed memory.
    case transposed
    /// Every second element along every axis of a larger array.
    case sliced
    /// One copy of several that a broadcast makes.
    case broadcast
    /// Read backwards from reversed memory.
    case reversed
    /// Computed by arithmetic in the same Program that gives exactly the values.
    case computed

    /// A tensor with the same values.
    public func view(_ tensor: Tensor) throws -> Tensor {
        let axes = Array(0..<tensor.rank)
        switch self {
        case .transposed: return try tensor.transposed().detached().transposed()
        case .reversed:
            return tensor.rank == 0 ? tensor : try tensor.reversed(axes: axes).detached().reversed(axes: axes)
        case .broadcast:
            return try tensor.expanded(at: 0).detached().broadcast(to: Shape([3] + tensor.shape.sizes))[1]
        case .sliced:
            if tensor.rank == 0 || tensor.dtype == .bool { return tensor }
            let larger = tensor.padded(
                low: axes.map { _ in 1 }, high: axes.map { _ in 2 }, interior: axes.map { _ in 1 }, value: 7)
            var result = try larger.detached()
            for axis in axes {
                let size = tensor.shape[axis]
                result = result.sliced(axis: axis, 1..<1 + max(2 * size - 1, 0), step: 2)
            }
            return result
        case .computed:
            switch tensor.dtype {
            case .bool: return try tensor.not().detached().not()
            case .float32, .float64: return try (tensor * 0.5).detached() * 2
            default: return try (tensor + 1).detached() - 1
            }
        }
    }
}
