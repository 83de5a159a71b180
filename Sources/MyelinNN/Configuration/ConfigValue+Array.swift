import MyelinCore

extension ConfigValue {
    /// An array as a file has it: nested lists, or Keras' form of one of NumPy's.
    func array(owner: String) throws -> (values: [Double], shape: Shape) {
        if case .object(let array) = self, case .object(let content)? = array["config"], let value = content["value"] {
            return try value.array(owner: owner)
        }
        var values: [Double] = [], sizes: [Int] = []
        func read(_ value: ConfigValue, depth: Int) throws {
            switch value {
            case .bool(let flag): values.append(flag ? 1 : 0)
            case .int(let number): values.append(Double(number))
            case .double(let number): values.append(number)
            case .array(let elements):
                if sizes.count == depth { sizes.append(elements.count) }
                for element in elements { try read(element, depth: depth + 1) }
            default: throw MyelinError(.file, "\(owner): expected numbers, got \(value)")
            }
        }
        try read(self, depth: 0)
        guard values.count == sizes.reduce(1, *) else {
            throw MyelinError(.file, "\(owner): rows of different lengths")
        }
        return (values, Shape(sizes))
    }
}
