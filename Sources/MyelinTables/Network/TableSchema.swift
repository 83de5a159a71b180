import MyelinCore
import MyelinNN

/// Which columns a network takes, and what its outputs mean. A `.keras` file keeps it beside the network.
public struct TableSchema: Sendable {
    /// A column that the network takes.
    public struct Field: Sendable, Hashable {
        /// The column's name.
        public let name: String
        /// What the column holds.
        public let kind: ColumnKind
        /// The name of the network's input: the column's, where Keras allows it.
        public let input: String
        /// The name of the layer that knows the categories.
        let lookup: String?
    }

    /// The columns, in the order of the network's inputs.
    public let fields: [Field]
    /// The column that is told.
    public let target: String
    /// Never `.automatic`.
    public let task: TableTask
    /// By class number; empty for numbers.
    public let classNames: [String]
    /// Texts that mean that there is no value.
    public let missingWords: Set<String>

    /// Names the inputs of some columns.
    init(_ columns: [Column], target: TableTarget, missingWords: Set<String>) {
        var taken: Set<String> = []
        func unique(_ name: String) -> String {
            // No name in Keras holds a slash.
            let base = name.replacing("/", with: "_")
            var result = base, number = 1
            while !taken.insert(result).inserted {
                result = "\(base)_\(number)"
                number += 1
            }
            return result
        }
        let inputs = columns.map { unique($0.name) }
        fields = zip(columns, inputs).map { column, input in
            Field(
                name: column.name, kind: column.kind, input: input,
                lookup: column.kind == .category ? unique(column.name + "_lookup") : nil)
        }
        self.target = target.name
        task = target.task
        classNames = target.classNames
        self.missingWords = missingWords
    }

    // MARK: Files

    /// The annotation of a model under which it is kept.
    static let key = "table"

    var serialized: ConfigValue {
        [
            "fields": .array(
                fields.map { field in
                    [
                        "name": .string(field.name), "kind": .string(field.kind.rawValue),
                        "input": .string(field.input), "lookup": ConfigValue(field.lookup),
                    ]
                }),
            "target": .string(target), "task": .string(task.rawValue),
            "class_names": .array(classNames.map { .string($0) }),
            "missing_words": .array(missingWords.sorted().map { .string($0) }),
        ]
    }

    /// - Throws: `MyelinError` of kind `.file` if the annotation is not what was written.
    init(_ value: ConfigValue, of model: Model) throws {
        guard case .object(let values) = value, case .array(let elements)? = values["fields"] else {
            throw MyelinError(.file, "myelin.json: table: expected its fields")
        }
        let config = Config(values, owner: "myelin.json: table")
        fields = try elements.map { element in
            guard case .object(let values) = element else {
                throw MyelinError(.file, "myelin.json: table: expected fields of a column")
            }
            let config = Config(values, owner: "myelin.json: table")
            guard let kind = ColumnKind(rawValue: try config.string("kind")) else {
                throw MyelinError(.file, "myelin.json: table: unknown kind '\(try config.string("kind"))'")
            }
            return Field(
                name: try config.string("name"), kind: kind, input: try config.string("input"),
                lookup: config.has("lookup") ? try config.string("lookup") : nil)
        }
        target = try config.string("target")
        guard let task = TableTask(rawValue: try config.string("task")), task != .automatic else {
            throw MyelinError(.file, "myelin.json: table: unknown task '\(try config.string("task"))'")
        }
        self.task = task
        classNames = try Self.texts("class_names", values)
        missingWords = Set(try Self.texts("missing_words", values))
        let outputs = task == .multiclass ? classNames.count : 1
        guard fields.map(\.input) == model.inputNames, model.outputs.count == 1,
            model.outputs[0].shape.count == 2, model.outputs[0].shape.last == outputs,
            task != .binary || classNames.count == 2
        else {
            throw MyelinError(.file, "myelin.json: table: does not fit the network's inputs and outputs")
        }
    }

    private static func texts(_ key: String, _ values: ConfigObject) throws -> [String] {
        guard case .array(let elements)? = values[key] else {
            throw MyelinError(.file, "myelin.json: table: expected \(key)")
        }
        return try elements.map {
            guard case .string(let text) = $0 else { throw MyelinError(.file, "myelin.json: table: expected texts") }
            return text
        }
    }
}
