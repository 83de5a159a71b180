import MyelinCore

/// Something that Keras can write into a configuration and make again from it: an activation, an initializer, a
/// regularizer, a loss.
public protocol Configurable: Sendable {
    /// Keras' class (or function) name.
    static var className: String { get }
    /// Other names by which Keras finds it, such as "swish" for "silu".
    static var aliases: [String] { get }
    /// The settings it was made with, by Keras' names.
    var config: [String: ConfigValue] { get }
    /// The object that `config` describes.
    init(config: Config) throws
}

extension Configurable {
    public static var aliases: [String] { [] }
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

    /// The class names.
    public var names: [String] { classes.map { $0.className } }

    /// The object that a serialized form describes: a name alone, or a class name with settings.
    package func make(_ value: ConfigValue, owner: String) throws -> any Configurable {
        let object = try SerializedObject(value, kind: kind, owner: owner)
        guard let found = classes.first(where: { object.names($0.className, aliases: $0.aliases) }) else {
            throw object.unknown
        }
        return try found.init(config: object.config)
    }
}

/// Keras' form of an object, taken apart: a name alone, or a class name with settings.
struct SerializedObject {
    let kind: String
    let owner: String
    let name: String
    let config: Config

    init(_ value: ConfigValue, kind: String, owner: String) throws {
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
        self.kind = kind
        self.owner = owner
        config = Config(settings, owner: "\(owner): \(kind) \(name)")
    }

    /// Keras takes a class by its name or by that in snake case: "GlorotUniform", "glorot_uniform".
    func names(_ className: String, aliases: [String] = []) -> Bool {
        className == name || snakeCase(className) == name || aliases.contains(name)
    }

    var unknown: MyelinError { MyelinError(.unknownName, "\(owner): unknown \(kind) '\(name)'") }
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
