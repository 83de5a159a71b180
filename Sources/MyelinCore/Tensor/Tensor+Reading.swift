extension Tensor {
    /// The memory with this tensor's values, row-major; computes them if need be. Not to be written to.
    public func storage() throws -> Storage {
        if node.error == nil, let known = node.storages[output] { return known }
        try Evaluation.evaluate([self])
        return node.storages[output]!
    }

    /// The elements in row-major order, converted to `type` if the tensor has another.
    public func scalars<Scalar: TensorScalar>(_ type: Scalar.Type = Float.self) throws -> [Scalar] {
        guard dtype == Scalar.dtype else {
            let converted = cast(to: Scalar.dtype)
            _ = try converted.storage()  // what does not convert keeps its type
            return try converted.scalars(type)
        }
        return Array(try storage().elements(as: type).prefix(count))
    }

    /// The value of a tensor with one element.
    public func scalar<Scalar: TensorScalar>(_ type: Scalar.Type = Float.self) throws -> Scalar {
        guard count == 1 || node.error != nil else {
            throw MyelinError(.shape, "scalar: expected one element, got shape \(shape)")
        }
        return try scalars(type)[0]
    }

    /// The same values without the record of how they came about; computes them. A long loop of pure tensor arithmetic
    /// uses it to let go of the past.
    public func detached() throws -> Tensor {
        Tensor(storage: try storage(), shape: shape, dtype: dtype)
    }
}

extension Tensor: CustomStringConvertible {
    /// As NumPy prints: nested brackets, long axes shortened.
    public var description: String {
        do {
            let texts = try scalars(Double.self).map { text(of: $0) }
            let width = texts.count > 2000 ? 0 : texts.map(\.count).max() ?? 0
            var body = ""
            write(texts, axis: 0, offset: 0, indent: 7, width: width, into: &body)
            return "Tensor(" + body + ", shape: \(shape), dtype: \(dtype))"
        } catch {
            return "Tensor(invalid: \(error))"
        }
    }

    private func text(of value: Double) -> String {
        switch dtype {
        case .bool: return value != 0 ? "true" : "false"
        case .uint8, .int32, .int64: return String(Int(value))
        case .float32, .float64:
            guard value.isFinite else { return "\(value)" }
            if value == value.rounded(), abs(value) < 1e7 { return "\(Int(value))." }
            if abs(value) >= 1e-4, abs(value) < 1e7 {
                let rounded = (value * 1e5).rounded() / 1e5
                return "\(rounded)"
            }
            return dtype == .float32 ? "\(Float(value))" : "\(value)"
        }
    }

    private func write(
        _ texts: [String], axis: Int, offset: Int, indent: Int, width: Int, into body: inout String
    ) {
        guard axis < rank else {
            body +=
                offset < texts.count
                ? String(repeating: " ", count: Swift.max(0, width - texts[offset].count)) + texts[offset] : ""
            return
        }
        let size = shape[axis]
        let stride = shape.strides[axis]
        let shown = size > 10 ? [0, 1, 2, -1, size - 3, size - 2, size - 1] : Array(0..<size)
        let inner = axis == rank - 1
        let separator = inner ? ", " : ",\n" + String(repeating: " ", count: indent + 1)
        body += "["
        for (place, index) in shown.enumerated() {
            if place > 0 { body += separator }
            if index < 0 {
                body += "…"
            } else {
                write(
                    texts, axis: axis + 1, offset: offset + index * stride, indent: indent + 1, width: width,
                    into: &body)
            }
        }
        body += "]"
    }
}
