extension Registry {
    /// The losses that a file may name.
    public static let losses = Registry(
        "loss",
        [
            MeanSquaredError.self, MeanAbsoluteError.self, MeanSquaredLogarithmicError.self, Huber.self,
            BinaryCrossentropy.self, CategoricalCrossentropy.self, SparseCategoricalCrossentropy.self, Hinge.self,
            SquaredHinge.self, KLDivergence.self,
        ])
}
