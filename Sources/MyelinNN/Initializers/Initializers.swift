extension Registry {
    /// The initializers that a file may name.
    public static let initializers = Registry(
        "initializer",
        [
            Zeros.self, Ones.self, Constant.self, RandomNormal.self, RandomUniform.self, TruncatedNormal.self,
            VarianceScaling.self, GlorotUniform.self, GlorotNormal.self, HeUniform.self, HeNormal.self,
            LecunUniform.self,
            LecunNormal.self,
        ])
}
