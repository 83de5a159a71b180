import CVectorKernels

/// The type of a tensor's elements.
public enum DType: String, Hashable, Sendable, CaseIterable, CustomStringConvertible {
    /// Truth values take a byte, 0 or 1; the others are numbers of as many bits as their names say.
    case bool, uint8, int32, int64, float32, float64

    /// Bytes of one element.
    public var byteCount: Int {
        switch self {
        case .bool, .uint8: 1
        case .int32, .float32: 4
        case .int64, .float64: 8
        }
    }

    /// Whether this is `.float32` or `.float64`.
    public var isFloatingPoint: Bool { self == .float32 || self == .float64 }

    /// Keras' name: "float32", "int64", …
    public var description: String { rawValue }

    /// The type of `a + b`: the later of the two in the order bool, uint8, int32, int64, float32, float64, as Keras
    /// promotes (an integer never widens a float).
    public static func promoted(_ a: DType, _ b: DType) -> DType {
        a.promotionRank >= b.promotionRank ? a : b
    }

    private var promotionRank: Int { Self.allCases.firstIndex(of: self)! }

    /// The number by which the C kernels know this type.
    package var code: UInt8 {
        switch self {
        case .float32: UInt8(MYELIN_FLOAT32.rawValue)
        case .float64: UInt8(MYELIN_FLOAT64.rawValue)
        case .int32: UInt8(MYELIN_INT32.rawValue)
        case .int64: UInt8(MYELIN_INT64.rawValue)
        case .uint8: UInt8(MYELIN_UINT8.rawValue)
        case .bool: UInt8(MYELIN_BOOL.rawValue)
        }
    }
}

/// A Swift type whose values a tensor can hold.
public protocol TensorScalar: Sendable {
    /// The element type of a tensor of these.
    static var dtype: DType { get }
}

extension Bool: TensorScalar { public static var dtype: DType { .bool } }
extension UInt8: TensorScalar { public static var dtype: DType { .uint8 } }
extension Int32: TensorScalar { public static var dtype: DType { .int32 } }
extension Int64: TensorScalar { public static var dtype: DType { .int64 } }
extension Int: TensorScalar { public static var dtype: DType { .int64 } }
extension Float: TensorScalar { public static var dtype: DType { .float32 } }
extension Double: TensorScalar { public static var dtype: DType { .float64 } }
