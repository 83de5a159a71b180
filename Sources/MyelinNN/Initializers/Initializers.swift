extension Registry {
    /// The initializers that a file may name.
    public static let initializers: ClassTable<any Initializer> = {
        let table = ClassTable<any Initializer>("initializer")
        let classes: [any Initializer.Type] = [
            Zeros.self, Ones.self, Constant.self, Identity.self, Orthogonal.self, RandomNormal.self,
            RandomUniform.self, TruncatedNormal.self, VarianceScaling.self, GlorotUniform.self, GlorotNormal.self,
            HeUniform.self, HeNormal.self, LecunUniform.self, LecunNormal.self, STFT.self,
        ]
        for type in classes { table.register(type) }
        return table
    }()
}

extension ClassTable where Product == any Initializer {
    /// Adds an initializer of one's own, so that files with it can be read.
    public func register<Own: Initializer>(_ type: Own.Type) {
        register(Own.className, aliases: Own.aliases) { try Own(config: $0) }
    }
}
