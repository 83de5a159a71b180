extension Registry {
    /// The activations that a file may name.
    public static let activations: ClassTable<any Activation> = {
        let table = ClassTable<any Activation>("activation")
        let classes: [any Activation.Type] = [
            LinearActivation.self, StepActivation.self, SigmoidActivation.self, TanhActivation.self,
            ReLUActivation.self, ReLU6Activation.self, LeakyReLUActivation.self, ELUActivation.self,
            CELUActivation.self, SELUActivation.self, SoftmaxActivation.self, LogSoftmaxActivation.self,
            SoftplusActivation.self, SoftsignActivation.self, SiLUActivation.self, GELUActivation.self,
            GLUActivation.self, MishActivation.self, LogSigmoidActivation.self, ExponentialActivation.self,
            HardSigmoidActivation.self, HardSiLUActivation.self, HardTanhActivation.self, HardShrinkActivation.self,
            SoftShrinkActivation.self, TanhShrinkActivation.self, SparsePlusActivation.self,
            SparseSigmoidActivation.self, SparsemaxActivation.self, SquareplusActivation.self,
            ThresholdActivation.self,
        ]
        for type in classes { table.register(type) }
        return table
    }()
}

extension ClassTable where Product == any Activation {
    /// Adds an activation of one's own, so that files with it can be read.
    public func register<Own: Activation>(_ type: Own.Type) {
        register(Own.className, aliases: Own.aliases) { try Own(config: $0) }
    }
}
