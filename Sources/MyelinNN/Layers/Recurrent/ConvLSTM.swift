import MyelinCore

/// What `ConvLSTM1D`, `ConvLSTM2D` and `ConvLSTM3D` have in common: an LSTM over sequences of sequences, images or volumes,
/// whose products are convolutions (Shi et al. 2015).
public class ConvLSTM: RNN {
    /// The number of spatial axes; each class says its own.
    class var spatialRank: Int { 2 }

    /// - Parameters:
    ///   - filters: number of output channels, at least 1.
    ///   - kernelSize: size of the window: one number, or a list with one for each spatial axis; likewise the strides and
    ///     the dilation rate, of which only one may be over 1.
    ///   - padding: `.valid`, or `.same` for zeros around the input.
    ///   - dataFormat: where the channels stand.
    ///   - activation: of the new content and of c; tanh by default.
    ///   - recurrentActivation: of the gates; the sigmoid by default.
    ///   - unitForgetBias: whether the bias of f begins with ones.
    ///   - dropout: the share of the inputs that is dropped while training, the same in all steps.
    ///   - recurrentDropout: likewise of h.
    ///   - seed: what the choice depends on; by default the model's seed.
    ///   - returnSequences: whether the output is that of each step, rather than of the last; the further options are those
    ///     of `RNN`.
    public init(
        _ filters: Int, _ kernelSize: any AxisSizes, strides: any AxisSizes = 1, padding: Padding = .valid,
        dataFormat: DataFormat = .channelsLast, dilationRate: any AxisSizes = 1, activation: (any Activation)? = .tanh,
        recurrentActivation: (any Activation)? = .sigmoid, useBias: Bool = true,
        kernelInitializer: any Initializer = GlorotUniform(), recurrentInitializer: any Initializer = Orthogonal(),
        biasInitializer: any Initializer = Zeros(), unitForgetBias: Bool = true,
        kernelRegularizer: (any Regularizer)? = nil, recurrentRegularizer: (any Regularizer)? = nil,
        biasRegularizer: (any Regularizer)? = nil, activityRegularizer: (any Regularizer)? = nil,
        kernelConstraint: (any Constraint)? = nil, recurrentConstraint: (any Constraint)? = nil,
        biasConstraint: (any Constraint)? = nil, dropout: Double = 0, recurrentDropout: Double = 0, seed: Int? = nil,
        returnSequences: Bool = false, returnState: Bool = false, goBackwards: Bool = false, stateful: Bool = false,
        unroll: Bool = false, zeroOutputForMask: Bool = false, name: String? = nil
    ) {
        let settings = RecurrentSettings(
            units: filters, activation: activation, recurrentActivation: recurrentActivation, usesBias: useBias,
            kernel: WeightRules(kernelInitializer, regularizer: kernelRegularizer, constraint: kernelConstraint),
            recurrent: WeightRules(
                recurrentInitializer, regularizer: recurrentRegularizer, constraint: recurrentConstraint),
            bias: WeightRules(biasInitializer, regularizer: biasRegularizer, constraint: biasConstraint),
            dropout: dropout, recurrentDropout: recurrentDropout, seed: seed)
        let rank = Self.spatialRank
        let window = ConvLSTMCell.Window(
            kernelSize: kernelSize.sizes(rank: rank), strides: strides.sizes(rank: rank), padding: padding,
            dataFormat: dataFormat, dilationRate: dilationRate.sizes(rank: rank))
        let options = RecurrentOptions(
            returnSequences: returnSequences, returnState: returnState, goBackwards: goBackwards, stateful: stateful,
            unroll: unroll, zeroOutputForMask: zeroOutputForMask)
        super.init(
            cell: ConvLSTMCell(
                spatialRank: rank, settings, window, unitForgetBias: unitForgetBias, name: "conv_lstm_cell"),
            options, activityRegularizer: activityRegularizer, name: name)
    }

    init(config: Config) throws {
        let rank = Self.spatialRank
        let window = ConvLSTMCell.Window(
            kernelSize: try config.axisSizes("kernel_size", rank: rank),
            strides: try config.axisSizes("strides", rank: rank, default: 1), padding: try config.padding(),
            dataFormat: try config.dataFormat(),
            dilationRate: try config.axisSizes("dilation_rate", rank: rank, default: 1))
        super.init(
            cell: ConvLSTMCell(
                spatialRank: rank, try RecurrentSettings(config: config, units: "filters"), window,
                unitForgetBias: try config.bool("unit_forget_bias", default: true), name: "conv_lstm_cell"),
            try RecurrentOptions(config: config),
            activityRegularizer: try config.regularizer("activity_regularizer"), name: try config.string("name"))
    }

    public override var config: ConfigObject { configWithCell }
    override var inputRank: Int? { Self.spatialRank + 3 }
    override var ownsCell: Bool { true }
}
