extension Registry {
    /// The regularizers that a file may name.
    public static let regularizers = Registry("regularizer", [L1.self, L2.self, L1L2.self])
}
