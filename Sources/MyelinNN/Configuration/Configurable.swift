import MyelinCore

/// Something that Keras can write into a configuration and make again from it: an activation, an initializer, a
/// regularizer, a constraint, a loss.
public protocol Configurable: Sendable {
    /// Keras' class (or function) name.
    static var className: String { get }
    /// Other names by which Keras finds it, such as "swish" for "silu".
    static var aliases: [String] { get }
    /// Keras' module of the class, such as "keras.losses".
    static var module: String { get }
    /// The settings it was made with, by Keras' names.
    var config: ConfigObject { get }
    /// Keras' form of a serialized object: module, class name and settings; or a name alone.
    var serialized: ConfigValue { get }
    /// The object that `config` describes.
    init(config: Config) throws
}

extension Configurable {
    public static var aliases: [String] { [] }
    public var config: ConfigObject { [:] }
    public var serialized: ConfigValue { .serialized(Self.self, Self.module, Self.className, config) }

    /// Keras' form with a name among the settings; what is a word in Keras stays one.
    func serialized(named name: String) -> ConfigValue {
        guard case .object(var object) = serialized, case .object(var settings)? = object["config"] else {
            return serialized
        }
        settings["name"] = .string(name)
        object["config"] = .object(settings)
        return .object(object)
    }
}

extension ConfigValue {
    /// Keras' form of an object of its own modules.
    static func keras(_ module: String, _ className: String, _ config: ConfigObject) -> ConfigValue {
        [
            "module": .string(module), "class_name": .string(className), "config": .object(config),
            "registered_name": .null,
        ]
    }

    /// Keras' form of an object of a type: one of this package stands for Keras' class; one of another package is one's
    /// own, which Keras finds in `custom_objects` by its registered name.
    static func serialized(
        _ type: Any.Type, _ module: String, _ className: String, _ config: ConfigObject
    ) -> ConfigValue {
        if String(reflecting: type).hasPrefix("MyelinNN.") { return .keras(module, className, config) }
        return [
            "module": nil, "class_name": .string(className), "config": .object(config),
            "registered_name": .string(className),
        ]
    }
}

/// Keras' form of an object, taken apart: a name alone, or a class name with settings.
struct SerializedObject {
    let kind: String
    let owner: String
    let name: String
    let config: Config
    /// Whether there are no settings: a word, or Keras' form of a function.
    let isNameAlone: Bool
    /// Whether it comes under a name that a program gave it, rather than one of Keras'.
    private let isRegistered: Bool

    init(_ value: ConfigValue, kind: String, owner: String) throws {
        var settings: ConfigObject = [:]
        switch value {
        case .string(let text):
            name = text
            isNameAlone = true
            isRegistered = false
        case .object(let object):
            if case .string? = object["registered_name"] { isRegistered = true } else { isRegistered = false }
            guard case .string(let text)? = object["class_name"] else {
                throw MyelinError(.file, "\(owner): a \(kind) without a class name")
            }
            switch object["config"] {
            // Keras' form of a function.
            case .string(let function)? where text == "function":
                name = function
                isNameAlone = true
            case .object(let found)?:
                name = text
                settings = found
                isNameAlone = false
            case nil, .null?:
                name = text
                isNameAlone = false
            case let other?:
                throw MyelinError(.file, "\(owner): \(kind) \(text): expected settings, got \(other)")
            }
        default: throw MyelinError(.file, "\(owner): expected a \(kind), got \(value)")
        }
        self.kind = kind
        self.owner = owner
        config = Config(settings, owner: "\(owner): \(kind) \(name)")
    }

    /// That no table knows it; of what is somebody's own, as Keras' files mark it, with the way to have it in one.
    var unknown: MyelinError {
        let table = ["loss": "losses", "learning-rate schedule": "schedules"][kind] ?? kind + "s"
        let hint = isRegistered ? "; register one's own with Registry.\(table).register" : ""
        return MyelinError(.unknownName, "\(owner): unknown \(kind) '\(name)'\(hint)")
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
