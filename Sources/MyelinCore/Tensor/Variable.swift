/// A value that lasts and changes: a weight, a moving average, an optimizer's slot, a random generator's counter.
///
/// It is the only thing that a compiled Program writes to besides its results.
public final class Variable: @unchecked Sendable {
    /// Such as "kernel".
    public let name: String
    /// Where it is in its model, such as "sequential/hidden/kernel"; its name alone before the model is trained.
    public package(set) var path: String
    /// Shape and element type, fixed for its life.
    public let type: TensorType
    /// Whether training changes it.
    public var trainable: Bool

    /// The current values. Programs hold this memory's address, so it stays the same for the variable's life.
    package let storage: Storage
    /// Counts the changes of the values, for what is derived from them and kept.
    package let version = Storage(0, .int64)
    /// The node by which recorded tensors refer to the current value, if one may still be alive.
    private var readNodeID: Int?
    private weak var readNode: Node?

    /// A variable that starts with the values of `initial`.
    public init(_ initial: Tensor, name: String = "variable", trainable: Bool = true) throws {
        self.name = name
        path = name
        self.trainable = trainable
        type = initial.type
        storage = try initial.storage().copy()
    }

    package init(storage: Storage, type: TensorType, name: String, trainable: Bool) {
        self.name = name
        path = name
        self.trainable = trainable
        self.type = type
        self.storage = storage
    }

    /// The shape of its value, which never changes.
    public var shape: Shape { type.shape }
    /// The element type of its value, which never changes.
    public var dtype: DType { type.dtype }

    /// The current value as a tensor. The tensor keeps this value whatever the variable becomes later. In a layer that
    /// computes in 16 bits it is rounded to them.
    public var value: Tensor { readPrecision.map { exactValue.rounded(to: $0) } ?? exactValue }

    /// Whether files keep it as whole numbers of 8 bits with a sign; Myelin computes with them as they are.
    package var isInt8InFiles = false

    /// What `value` is rounded to; set by a layer while it is called.
    package var readPrecision: HalfPrecision?

    /// The current value, not rounded.
    package var exactValue: Tensor {
        if let stand { return stand }
        if readNodeID != nil, let node = readNode { return Tensor(node: node) }
        let node = Node(ReadVariable(variable: self), [], types: [type])
        readNodeID = node.id
        readNode = node
        return Tensor(node: node)
    }

    /// What the variable is taken for while a body runs that is to use a value that it will only get.
    private var stand: Tensor?

    /// Runs a body in which the variable has a new value already.
    package func taken<Result>(for value: Tensor, _ body: () throws -> Result) rethrows -> Result {
        let before = stand
        stand = value
        defer { stand = before }
        return try body()
    }

    /// Replaces the value, which must be of the same shape; another element type is converted.
    public func assign(_ value: Tensor) throws {
        guard value.shape == shape || value.error != nil else {
            throw MyelinError(.shape, "\(name): expected a value of shape \(shape), got \(value.shape)")
        }
        let source = try value.cast(to: dtype).storage()
        willChange()
        storage.bytes.copyMemory(from: source.bytes, byteCount: type.byteCount)
    }

    /// Called before the memory is written to: a tensor that still stands for the present value gets its own copy of it.
    package func willChange() {
        version.elements(as: Int64.self)[0] += 1
        guard readNodeID != nil else { return }
        if let node = readNode { node.storages[0] = storage.copy() }
        readNodeID = nil
        readNode = nil
    }

    package func readEnded(by id: Int) {
        if id == readNodeID { readNodeID = nil }
    }
}

extension Variable: Hashable {
    public static func == (a: Variable, b: Variable) -> Bool { a === b }
    public func hash(into hasher: inout Hasher) { hasher.combine(ObjectIdentifier(self)) }
}

extension Variable {
    /// A variable of zeros.
    public convenience init(zeros type: TensorType, name: String, trainable: Bool = true) {
        let storage = Storage(byteCount: type.byteCount)
        storage.bytes.initializeMemory(as: UInt8.self, repeating: 0, count: type.byteCount)
        self.init(storage: storage, type: type, name: name, trainable: trainable)
    }

    /// A scalar.
    public convenience init(constant: Double, _ dtype: DType, name: String, trainable: Bool = false) {
        self.init(
            storage: Storage(constant, dtype), type: TensorType([], dtype), name: name, trainable: trainable)
    }

    /// A variable of one number throughout.
    public convenience init(repeating value: Double, _ type: TensorType, name: String, trainable: Bool = true) {
        self.init(zeros: type, name: name, trainable: trainable)
        guard value != 0 else { return }
        let number = Storage(value, type.dtype)
        withExtendedLifetime(number) {
            for index in 0..<type.shape.count {
                (storage.bytes + index * type.dtype.byteCount)
                    .copyMemory(from: number.bytes, byteCount: type.dtype.byteCount)
            }
        }
    }

    /// Sets all elements to zero.
    public func setZero() {
        willChange()
        storage.bytes.initializeMemory(as: UInt8.self, repeating: 0, count: type.byteCount)
    }

    /// The value of a variable with one element, read where it lies.
    public var scalar: Double {
        switch dtype {
        case .bool, .uint8: Double(storage.bytes.load(as: UInt8.self))
        case .int32: Double(storage.bytes.load(as: Int32.self))
        case .int64: Double(storage.bytes.load(as: Int64.self))
        case .float32: Double(storage.bytes.load(as: Float.self))
        case .float64: storage.bytes.load(as: Double.self)
        }
    }

    /// Sets a variable with one element.
    public func set(scalar value: Double) {
        willChange()
        let source = Storage(value, dtype)
        // Without this it could be freed as soon as its address is known.
        withExtendedLifetime(source) { storage.bytes.copyMemory(from: source.bytes, byteCount: type.byteCount) }
    }
}
