import Synchronization

/// One array that a host function reads or writes, row-major.
public struct HostArray {
    /// The elements, one after the other; valid only during the call.
    public let bytes: UnsafeMutableRawPointer
    /// The sizes of its axes.
    public let shape: Shape
    /// The type of its elements.
    public let dtype: DType

    /// The elements as values of the type that `dtype` names.
    public func elements<Element>(as type: Element.Type = Element.self) -> UnsafeMutableBufferPointer<Element> {
        UnsafeMutableBufferPointer(start: bytes.assumingMemoryBound(to: type), count: shape.count)
    }

    /// Calls `body` with each element as a whole number, those of a float array rounded towards zero.
    public func forEachInteger(_ body: (_ place: Int, _ value: Int64) throws -> Void) throws {
        func walk<Element>(_ type: Element.Type, _ convert: (Element) -> Int64) throws {
            for (place, value) in elements(as: type).enumerated() { try body(place, convert(value)) }
        }
        switch dtype {
        case .int64: try walk(Int64.self) { $0 }
        case .int32: try walk(Int32.self) { Int64($0) }
        case .uint8, .bool: try walk(UInt8.self) { Int64($0) }
        case .float32: try walk(Float.self) { Self.towardsZero(Double($0)) }
        default: try walk(Double.self) { Self.towardsZero($0) }
        }
    }

    /// As a C conversion on x86-64: what no Int64 can hold becomes the least one.
    private static func towardsZero(_ value: Double) -> Int64 { Int64(exactly: value.rounded(.towardZero)) ?? .min }
}

/// A function of arrays in Swift code, for what cannot be written as tensor functions: a look-up in a large table, a hash.
///
/// It is called from inside compiled steps, so it must depend on its inputs alone and keep no state of its own.
public final class HostFunction: Sendable {
    /// Tells what the function gives for inputs of some shapes and types; throws what it cannot take.
    public typealias Rule = @Sendable (_ inputs: [(shape: Shape, dtype: DType)]) throws -> (shape: Shape, dtype: DType)
    /// Reads the inputs and fills the output, which has the shape and the type that the rule told.
    public typealias Body = @Sendable (_ inputs: [HostArray], _ output: HostArray) throws -> Void

    /// For printed graphs and plans.
    public let name: String
    fileprivate let rule: Rule
    private let body: Body
    private let failure = Mutex<MyelinError?>(nil)

    /// - Parameters:
    ///   - rule: the output's shape and element type from those of the inputs.
    ///   - body: fills the output. What it throws is thrown by whoever runs the step.
    public init(_ name: String, rule: @escaping Rule, body: @escaping Body) {
        self.name = name
        self.rule = rule
        self.body = body
    }

    /// Records a call of the function.
    public func callAsFunction(_ inputs: Tensor...) -> Tensor { Node.record(HostCall(function: self), inputs)[0] }

    func run(_ inputs: [HostArray], _ output: HostArray) {
        do {
            try body(inputs, output)
        } catch let error {
            let reason = error as? MyelinError ?? MyelinError(.argument, "\(name): \(error)")
            failure.withLock { if $0 == nil { $0 = reason } }
        }
    }

    /// Why a call since the last time could not be done.
    func takeFailure() -> MyelinError? {
        failure.withLock { failure in
            defer { failure = nil }
            return failure
        }
    }
}

/// A call of a function in Swift code. It has no gradient.
package struct HostCall: Operation {
    package static let name = "host_call"
    package let function: HostFunction

    package func outputTypes(_ inputs: [TensorType]) throws -> [TensorType] {
        let (shape, dtype) = try function.rule(inputs.map { ($0.shape, $0.dtype) })
        return [TensorType(shape, dtype)]
    }

    package func gradients(_ step: GradientStep) -> [Tensor?] { step.inputs.map { _ in nil } }

    package static func == (a: Self, b: Self) -> Bool { a.function === b.function }
    package func hash(into hasher: inout Hasher) { hasher.combine(ObjectIdentifier(function)) }
}
