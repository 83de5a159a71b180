extension Registry {
    /// The activations that a file may name.
    public static let activations = Registry(
        "activation",
        [
            LinearActivation.self, StepActivation.self, SigmoidActivation.self, TanhActivation.self,
            ReLUActivation.self,
            LeakyReLUActivation.self, ELUActivation.self, SELUActivation.self, SoftmaxActivation.self,
            SoftplusActivation.self, SiLUActivation.self, GELUActivation.self, MishActivation.self,
            LogSigmoidActivation.self,
        ])
}
