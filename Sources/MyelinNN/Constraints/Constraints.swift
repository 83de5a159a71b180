extension Registry {
    /// The constraints that a file may name.
    public static let constraints: ClassTable<any Constraint> = {
        let table = ClassTable<any Constraint>("constraint")
        let classes: [any Constraint.Type] = [MaxNorm.self, MinMaxNorm.self, NonNeg.self, UnitNorm.self]
        for type in classes { table.register(type) }
        return table
    }()
}

extension ClassTable where Product == any Constraint {
    /// Adds a constraint of one's own, so that files with it can be read.
    public func register<Own: Constraint>(_ type: Own.Type) {
        register(Own.className, aliases: Own.aliases) { try Own(config: $0) }
    }
}
