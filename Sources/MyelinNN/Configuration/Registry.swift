import MyelinCore
import Synchronization

/// The classes that a file or a name may stand for, a table for each kind: `Registry.layers`, `losses`, `metrics`,
/// `optimizers`, `schedules`, `activations`, `initializers`, `regularizers`, `constraints`.
///
/// What is in no table cannot come from a file. A program adds classes of its own before it reads a file with them:
///
///     Registry.layers.register("Scale") { Scale(name: try $0.string("name")) }
///     Registry.optimizers.register("SignDescent") {
///         SignDescent(learningRate: $0.learningRate ?? 0.01, options: $0.options)
///     }
///     Registry.losses.register(MyLoss.self)
public enum Registry {}

/// The classes of one kind by their Keras names, and how each is made from its settings.
public final class ClassTable<Product>: Sendable {
    /// A class by its names.
    struct Entry: Sendable {
        let className: String
        let aliases: [String]
        let make: @Sendable (Config) throws -> Product
    }

    let kind: String
    private let entries: Mutex<[Entry]>

    init(_ kind: String, _ entries: [Entry] = []) {
        self.kind = kind
        self.entries = Mutex(entries)
    }

    /// The class names, in the order of registration.
    public var names: [String] { entries.withLock { $0.map(\.className) } }

    /// Adds a class, or replaces the one of that name.
    ///
    /// - Parameters:
    ///   - className: the name in files.
    ///   - aliases: other names by which it is found. That in snake case needs none.
    public func register(
        _ className: String, aliases: [String] = [], make: @escaping @Sendable (Config) throws -> Product
    ) {
        entries.withLock { entries in
            entries.removeAll { $0.className == className }
            entries.append(Entry(className: className, aliases: aliases, make: make))
        }
    }

    /// The object that a serialized form describes: a name alone, or a class name with settings.
    public func make(_ value: ConfigValue, owner: String) throws -> Product {
        let object = try SerializedObject(value, kind: kind, owner: owner)
        guard let entry = entry(named: object.name) else { throw object.unknown }
        return try entry.make(object.config)
    }

    /// The class of a name. A class name counts before another class' alias.
    func entry(named name: String) -> Entry? {
        entries.withLock { entries in
            entries.first { $0.className == name }
                ?? entries.first { snakeCase($0.className) == name || $0.aliases.contains(name) }
        }
    }
}
