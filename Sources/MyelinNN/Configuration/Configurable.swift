import MyelinCore

/// Something that Keras can write into a configuration and make again from it: an activation, an initializer, a
/// regularizer, a loss.
public protocol Configurable: Sendable {
    /// Keras' class (or function) name.
    static var className: String { get }
    /// The settings it was made with, by Keras' names.
    var config: [String: ConfigValue] { get }
    /// The object that `config` describes.
    init(config: Config) throws
}

extension Configurable {
    public var config: [String: ConfigValue] { [:] }

    /// Keras' form of a serialized object.
    public var serialized: ConfigValue {
        .object(["class_name": .string(Self.className), "config": .object(config)])
    }
}

/// The classes of one kind by their Keras names. What is not in it cannot come from a file.
public struct Registry: Sendable {
    let kind: String
    let classes: [any Configurable.Type]

    init(_ kind: String, _ classes: [any Configurable.Type]) {
        self.kind = kind
        self.classes = classes
    }

    /// The object that a serialized form describes: a name alone, or a class name with settings.
    func make(_ value: ConfigValue, owner: String) throws -> any Configurable {
        let name: String
        var settings: [String: ConfigValue] = [:]
        switch value {
        case .string(let text): name = text
        case .object(let object):
            guard case .string(let text)? = object["class_name"] else {
                throw MyelinError(.file, "\(owner): a \(kind) without a class name")
            }
            name = text
            if case .object(let found)? = object["config"] { settings = found }
        default: throw MyelinError(.file, "\(owner): expected a \(kind), got \(value)")
        }
        guard let found = classes.first(where: { Self.matches($0.className, name) }) else {
            throw MyelinError(.unknownName, "\(owner): unknown \(kind) '\(name)'")
        }
        return try found.init(config: Config(settings, owner: "\(owner): \(kind) \(name)"))
    }

    /// Keras takes a class by its name or by that in snake case: "GlorotUniform", "glorot_uniform".
    private static func matches(_ className: String, _ name: String) -> Bool {
        className == name || snakeCase(className) == name
    }
}

/// Keras' snake case of a class name: "GlobalAveragePooling2D" becomes "global_average_pooling2d".
public func snakeCase(_ name: String) -> String {
    let letters = Array(name)
    var result = ""
    for (place, letter) in letters.enumerated() {
        if letter.isUppercase, place > 0 {
            let previous = letters[place - 1]
            let followedBySmall = place + 1 < letters.count && letters[place + 1].isLowercase
            if previous.isLowercase || (followedBySmall && previous != "_") { result += "_" }
        }
        result += letter.lowercased()
    }
    return result
}
