extension Registry {
    /// The losses that a file may name.
    public static let losses: ClassTable<any Loss> = {
        let table = ClassTable<any Loss>("loss")
        let classes: [any Loss.Type] = [
            MeanSquaredError.self, MeanAbsoluteError.self, MeanAbsolutePercentageError.self,
            MeanSquaredLogarithmicError.self, CosineSimilarity.self, Huber.self, LogCosh.self, Poisson.self,
            QuantileLoss.self, EpsilonInsensitive.self, Hinge.self, SquaredHinge.self, CategoricalHinge.self,
            KLDivergence.self, Crossentropy.self, BinaryCrossentropy.self, BinaryFocalCrossentropy.self,
            CategoricalCrossentropy.self, CategoricalFocalCrossentropy.self, CategoricalGeneralizedCrossEntropy.self,
            SparseCategoricalCrossentropy.self, Dice.self, Tversky.self, Circle.self, CTC.self,
        ]
        for type in classes { table.register(type) }
        return table
    }()
}

extension ClassTable where Product == any Loss {
    /// Adds a loss of one's own, so that files with it can be read.
    public func register<Own: Loss>(_ type: Own.Type) {
        register(Own.className, aliases: Own.aliases) { try Own(config: $0) }
    }
}
