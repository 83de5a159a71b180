import Foundation
import MyelinCore
import MyelinNN

// Reading the golden files, whose layout Tests/MyelinNNTests/Golden/README.md describes.

/// A golden file of Tests/MyelinNNTests/Golden, such as "losses".
public func golden<File: Decodable>(_ name: String, as type: File.Type = File.self) throws -> File {
    let tests = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    let file = tests.appendingPathComponent("MyelinNNTests/Golden/\(name).json")
    return try JSONDecoder().decode(type, from: Data(contentsOf: file))
}

/// A golden file that has cases and nothing else.
public struct GoldenCases<Case: Decodable & Sendable>: Decodable, Sendable {
    public let cases: [Case]
}

/// An array of a golden file.
public struct GoldenTensor: Decodable, Sendable {
    public let name: String?
    public let shape: [Int]
    public let values: [Double]

    /// The values as Float32.
    public var tensor: Tensor { Tensor(values.map { Float($0) }, shape: Shape(shape)) }
}

/// The arguments that a case's object was made with, by Keras' names.
public struct GoldenArguments: Decodable, Sendable {
    public let values: ConfigObject

    public init(from decoder: any Decoder) throws {
        values = ConfigObject(
            try decoder.singleValueContainer().decode([String: GoldenValue].self).mapValues(\.value))
    }

    /// Keras' serialized form of an object with these arguments.
    public func serialized(className: String) -> ConfigValue {
        .object(["class_name": .string(className), "config": .object(values)])
    }
}

extension ConfigValue {
    /// The same with whole numbers as fractions, so that Keras' 2 and our 2.0 compare equal.
    public var withoutIntegers: ConfigValue {
        switch self {
        case .int(let value): .double(Double(value))
        case .array(let elements): .array(elements.map(\.withoutIntegers))
        case .object(let object): .object(object.mapValues(\.withoutIntegers))
        default: self
        }
    }
}

/// One value of a golden file, as configurations have them.
public struct GoldenConfig: Decodable, Sendable {
    public let value: ConfigValue

    public init(from decoder: any Decoder) throws {
        value = try decoder.singleValueContainer().decode(GoldenValue.self).value
    }
}

/// One JSON value.
private struct GoldenValue: Decodable {
    let value: ConfigValue

    init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if container.decodeNil() {
            value = .null
        } else if let truth = try? container.decode(Bool.self) {
            value = .bool(truth)
        } else if let number = try? container.decode(Int.self) {
            value = .int(number)
        } else if let number = try? container.decode(Double.self) {
            value = .double(number)
        } else if let text = try? container.decode(String.self) {
            value = .string(text)
        } else if let values = try? container.decode([GoldenValue].self) {
            value = .array(values.map(\.value))
        } else {
            value = .object(ConfigObject(try container.decode([String: GoldenValue].self).mapValues(\.value)))
        }
    }
}
