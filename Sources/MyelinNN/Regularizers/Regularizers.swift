import MyelinCore

extension Registry {
    /// The regularizers that a file may name.
    public static let regularizers: ClassTable<any Regularizer> = {
        let table = ClassTable<any Regularizer>("regularizer")
        let classes: [any Regularizer.Type] = [L1.self, L2.self, L1L2.self, OrthogonalRegularizer.self]
        for type in classes { table.register(type) }
        return table
    }()
}

extension ClassTable where Product == any Regularizer {
    /// Adds a regularizer of one's own, so that files with it can be read.
    public func register<Own: Regularizer>(_ type: Own.Type) {
        register(Own.className, aliases: Own.aliases) { try Own(config: $0) }
    }
}

extension Config {
    /// The factor of a penalty, which must not be negative.
    func penalty(_ key: String, default fallback: Double) throws -> Double {
        let factor = try double(key, default: fallback)
        guard factor >= 0, factor.isFinite else {
            throw MyelinError(.file, "\(owner): \(key): expected a number that is not negative, got \(factor)")
        }
        return factor
    }
}
