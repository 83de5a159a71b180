import Glibc
import MyelinCore

extension Tensor {
    /// The rows of the first axis at some places, in their order, copied.
    package func rows(_ places: [Int]) throws -> Tensor {
        let source = try storage()
        let rowBytes = shape[0] == 0 ? 0 : count / shape[0] * dtype.byteCount
        let result = Storage(byteCount: places.count * rowBytes)
        for (index, place) in places.enumerated() {
            memcpy(result.bytes + index * rowBytes, source.bytes + place * rowBytes, rowBytes)
        }
        return Tensor(storage: result, shape: Shape([places.count] + shape.sizes.dropFirst()), dtype: dtype)
    }

    /// The elements as Doubles.
    package func doubles() throws -> [Double] {
        let storage = try storage()
        func converted<Element>(_: Element.Type, _ convert: (Element) -> Double) -> [Double] {
            storage.elements(as: Element.self).prefix(count).map(convert)
        }
        switch dtype {
        case .bool, .uint8: return converted(UInt8.self) { Double($0) }
        case .int32: return converted(Int32.self) { Double($0) }
        case .int64: return converted(Int64.self) { Double($0) }
        case .float32: return converted(Float.self) { Double($0) }
        case .float64: return converted(Double.self) { $0 }
        }
    }
}
