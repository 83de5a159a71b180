import MyelinCore
import MyelinData

/// An array in an HDF5 file. Its shape and type are known at once; its elements are read when they are asked for, so that
/// whoever expects a shape can refuse another one before memory is taken.
package struct HDF5Dataset {
    package let shape: Shape
    package var attributes: [String: HDF5Attribute]
    private let content: Content

    private enum Content {
        case tensor(Tensor)
        case stored(HDF5StoredArray)
    }

    /// Whether the array is written as whole numbers of 8 bits with a sign.
    let asInt8: Bool

    /// An array to be written.
    ///
    /// - Parameter asInt8: as whole numbers of 8 bits with a sign, which it must hold.
    package init(_ tensor: Tensor, asInt8: Bool = false, attributes: [String: HDF5Attribute] = [:]) {
        shape = tensor.shape
        self.asInt8 = asInt8
        self.attributes = attributes
        content = .tensor(tensor)
    }

    init(_ stored: HDF5StoredArray, attributes: [String: HDF5Attribute]) {
        shape = stored.shape
        asInt8 = false
        self.attributes = attributes
        content = .stored(stored)
    }

    /// The name of the elements' type in the file: `float32`, `int8`, `bfloat16`, `string`, …
    package var elementType: String {
        switch content {
        case .tensor(let tensor): tensor.dtype.description
        case .stored(let array): (try? format(of: array).kind.rawValue) ?? array.datatype.description
        }
    }

    /// The element type that `tensor` gives; nil if the elements are no numbers.
    package var dtype: DType? {
        switch content {
        case .tensor(let tensor): tensor.dtype
        case .stored(let array): try? format(of: array).dtype
        }
    }

    /// The elements. A type that Myelin does not have becomes the nearest one that holds all its values, as for NumPy's
    /// files: int8, int16 and uint16 become int32; uint32 and uint64 int64; float16 and bfloat16 float32.
    ///
    /// - Parameter expected: the only shape that is taken; nil for any.
    /// - Throws: `MyelinError` of kind `.file` that names file and path: the shape is another one, the elements are no
    ///   numbers, the file is damaged.
    package func tensor(expecting expected: Shape? = nil) throws -> Tensor {
        switch content {
        case .tensor(let tensor):
            if let expected, expected != shape {
                throw MyelinError(.file, "expected shape \(expected), got \(shape)")
            }
            return tensor
        case .stored(let array):
            if let expected, expected != shape {
                throw MyelinError(.file, "\(array.place): expected shape \(expected), got \(shape)")
            }
            let format = try format(of: array)
            let raw = try array.read()
            return Tensor(storage: try format.converted(raw, place: array.place), shape: shape, dtype: format.dtype)
        }
    }

    /// The elements of an array of strings.
    package func strings() throws -> [String] {
        guard case .stored(let array) = content else { throw MyelinError(.file, "expected strings, got numbers") }
        return try array.strings()
    }

    private func format(of array: HDF5StoredArray) throws -> ElementFormat {
        switch array.datatype {
        case .number(let format): return format
        // HDF5 has no bfloat16: h5py leaves the two bytes unexplained, and Keras adds an attribute.
        case .opaque(byteCount: 2) where attributes["dtype"] == .string("bfloat16"): return ElementFormat(.bfloat16)
        default:
            throw MyelinError(.file, "\(array.place): its elements are \(array.datatype), expected numbers")
        }
    }
}
