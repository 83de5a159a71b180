/// Every kind of node that a graph or a Program can hold. Tests walk it: each operation needs a name of its own and a case
/// that checks its values and its gradient.
package enum OperationRegistry {
    /// All operations, in the order of their folders. A new one gets its line here.
    package static let all: [any Operation.Type] =
        leaves + elementwise + shape + reduce + indexing + linear + window + recurrent + host + composite

    /// What a graph begins with, and what stands in the way of gradients.
    package static let leaves: [any Operation.Type] = [
        HostData.self, ScalarConstant.self, Placeholder.self, ReadVariable.self, StopGradient.self,
    ]

    /// One vector instruction each.
    package static let elementwise: [any Operation.Type] = [
        Add.self, Subtract.self, Multiply.self, Divide.self, Remainder.self,
        Equal.self, NotEqual.self, Less.self, LessEqual.self, Greater.self, GreaterEqual.self,
        And.self, Or.self, Not.self, IsNaN.self, IsFinite.self,
        Convert.self, Exp.self, Expm1.self, Log.self, Log1p.self, Softplus.self, Iota.self,
        Maximum.self, Minimum.self, Square.self, SquareRoot.self, ReciprocalSquareRoot.self, Reciprocal.self,
        Power.self,
        Relu.self, LeakyRelu.self, ReluGradient.self, LeakyReluGradient.self, Select.self,
        Negate.self, Absolute.self, Sign.self, Floor.self, Ceil.self, Round.self,
        Sin.self, Cos.self, Tanh.self, TanhGradient.self, Sigmoid.self, SigmoidGradient.self, Erf.self, ErfInverse.self,
        RandomUniform.self, RoundToFloat16.self, RoundToBFloat16.self,
    ]

    package static let shape: [any Operation.Type] = [
        Broadcast.self, Concatenate.self, Pad.self, ReshapeOperation.self, Slice.self, Stack.self,
        Transpose.self, Unstack.self,
    ]

    package static let reduce: [any Operation.Type] = [Reduce.self, ArgumentReduce.self]

    package static let indexing: [any Operation.Type] = [Gather.self, ScatterAdd.self]

    package static let linear: [any Operation.Type] = [MatMul.self]

    package static let window: [any Operation.Type] = [
        Convolution.self, ConvolutionInputGradient.self, ConvolutionKernelGradient.self,
        MaximumPool.self, MaximumPoolGradient.self, MaximumPoolSelect.self, AveragePool.self, AveragePoolGradient.self,
    ]

    /// Whole scans over a sequence.
    package static let recurrent: [any Operation.Type] = [RecurrentScan.self, RecurrentScanGradient.self]

    /// Code of the host's.
    package static let host: [any Operation.Type] = [HostCall.self]

    /// Operations that are defined by others.
    package static let composite: [any Operation.Type] = [
        AttentionOperation.self, AttentionGradient.self, ClippedRelu.self, LayerNormalizationOperation.self,
        LayerNormalizationGradient.self, SoftmaxOperation.self, SoftmaxGradient.self,
    ]
}
