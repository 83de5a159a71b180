import MyelinCore

/// The layers that a file may name, by Keras' class names. What is not in it cannot come from a file.
public struct LayerRegistry: Sendable {
    /// A layer's Keras class name and how it is made from its settings.
    public struct Entry: Sendable {
        let className: String
        let make: @Sendable (Config) throws -> Layer
    }

    private var entries: [Entry] = [
        Entry(className: "Activation") { try ActivationLayer(config: $0) },
        Entry(className: "ActivityRegularization") { try ActivityRegularization(config: $0) },
        Entry(className: "AdaptiveAveragePooling1D") { try AdaptiveAveragePooling1D(config: $0) },
        Entry(className: "AdaptiveAveragePooling2D") { try AdaptiveAveragePooling2D(config: $0) },
        Entry(className: "AdaptiveAveragePooling3D") { try AdaptiveAveragePooling3D(config: $0) },
        Entry(className: "AdaptiveMaxPooling1D") { try AdaptiveMaxPooling1D(config: $0) },
        Entry(className: "AdaptiveMaxPooling2D") { try AdaptiveMaxPooling2D(config: $0) },
        Entry(className: "AdaptiveMaxPooling3D") { try AdaptiveMaxPooling3D(config: $0) },
        Entry(className: "Add") { try Add(config: $0) },
        Entry(className: "AdditiveAttention") { try AdditiveAttention(config: $0) },
        Entry(className: "AlphaDropout") { try AlphaDropout(config: $0) },
        Entry(className: "Attention") { try Attention(config: $0) },
        Entry(className: "AugMix") { try AugMix(config: $0) },
        Entry(className: "AutoContrast") { try AutoContrast(config: $0) },
        Entry(className: "Average") { try Average(config: $0) },
        Entry(className: "AveragePooling1D") { try AveragePooling1D(config: $0) },
        Entry(className: "AveragePooling2D") { try AveragePooling2D(config: $0) },
        Entry(className: "AveragePooling3D") { try AveragePooling3D(config: $0) },
        Entry(className: "BatchNormalization") { try BatchNormalization(config: $0) },
        Entry(className: "Bidirectional") { try Bidirectional(config: $0) },
        Entry(className: "CategoryEncoding") { try CategoryEncoding(config: $0) },
        Entry(className: "CenterCrop") { try CenterCrop(config: $0) },
        Entry(className: "Concatenate") { try Concatenate(config: $0) },
        Entry(className: "ContrastLimitedAdaptiveHistogramEqualization") {
            try ContrastLimitedAdaptiveHistogramEqualization(config: $0)
        },
        Entry(className: "Conv1D") { try Conv1D(config: $0) },
        Entry(className: "Conv1DTranspose") { try Conv1DTranspose(config: $0) },
        Entry(className: "Conv2D") { try Conv2D(config: $0) },
        Entry(className: "Conv2DTranspose") { try Conv2DTranspose(config: $0) },
        Entry(className: "Conv3D") { try Conv3D(config: $0) },
        Entry(className: "Conv3DTranspose") { try Conv3DTranspose(config: $0) },
        Entry(className: "ConvLSTM1D") { try ConvLSTM1D(config: $0) },
        Entry(className: "ConvLSTM2D") { try ConvLSTM2D(config: $0) },
        Entry(className: "ConvLSTM3D") { try ConvLSTM3D(config: $0) },
        Entry(className: "Cropping1D") { try Cropping1D(config: $0) },
        Entry(className: "Cropping2D") { try Cropping2D(config: $0) },
        Entry(className: "Cropping3D") { try Cropping3D(config: $0) },
        Entry(className: "CutMix") { try CutMix(config: $0) },
        Entry(className: "Dense") { try $0.isQuantized ? QuantizedDense(config: $0) : Dense(config: $0) },
        Entry(className: "DepthwiseConv1D") { try DepthwiseConv1D(config: $0) },
        Entry(className: "DepthwiseConv2D") { try DepthwiseConv2D(config: $0) },
        Entry(className: "Discretization") { try Discretization(config: $0) },
        Entry(className: "Dot") { try Dot(config: $0) },
        Entry(className: "Dropout") { try Dropout(config: $0) },
        Entry(className: "ELU") { try ELU(config: $0) },
        Entry(className: "EinsumDense") { try EinsumDense(config: $0) },
        Entry(className: "Embedding") { try Embedding(config: $0) },
        Entry(className: "Equalization") { try Equalization(config: $0) },
        Entry(className: "Flatten") { try Flatten(config: $0) },
        Entry(className: "GRU") { try GRU(config: $0) },
        Entry(className: "GRUCell") { try GRUCell(config: $0) },
        Entry(className: "GaussianDropout") { try GaussianDropout(config: $0) },
        Entry(className: "GaussianNoise") { try GaussianNoise(config: $0) },
        Entry(className: "GlobalAveragePooling1D") { try GlobalAveragePooling1D(config: $0) },
        Entry(className: "GlobalAveragePooling2D") { try GlobalAveragePooling2D(config: $0) },
        Entry(className: "GlobalAveragePooling3D") { try GlobalAveragePooling3D(config: $0) },
        Entry(className: "GlobalMaxPooling1D") { try GlobalMaxPooling1D(config: $0) },
        Entry(className: "GlobalMaxPooling2D") { try GlobalMaxPooling2D(config: $0) },
        Entry(className: "GlobalMaxPooling3D") { try GlobalMaxPooling3D(config: $0) },
        Entry(className: "GroupNormalization") { try GroupNormalization(config: $0) },
        Entry(className: "GroupQueryAttention") { try GroupedQueryAttention(config: $0) },
        Entry(className: "HashedCrossing") { try HashedCrossing(config: $0) },
        Entry(className: "Hashing") { try Hashing(config: $0) },
        Entry(className: "Identity") { try IdentityLayer(config: $0) },
        Entry(className: "InputLayer") { try Input(config: $0) },
        Entry(className: "LSTM") { try LSTM(config: $0) },
        Entry(className: "LSTMCell") { try LSTMCell(config: $0) },
        Entry(className: "IntegerLookup") { try IntegerLookup(config: $0) },
        Entry(className: "LayerNormalization") { try LayerNormalization(config: $0) },
        Entry(className: "LeakyReLU") { try LeakyReLU(config: $0) },
        Entry(className: "Masking") { try Masking(config: $0) },
        Entry(className: "MaxNumBoundingBoxes") { try MaxNumBoundingBoxes(config: $0) },
        Entry(className: "MaxPooling1D") { try MaxPooling1D(config: $0) },
        Entry(className: "MaxPooling2D") { try MaxPooling2D(config: $0) },
        Entry(className: "MaxPooling3D") { try MaxPooling3D(config: $0) },
        Entry(className: "Maximum") { try Maximum(config: $0) },
        Entry(className: "Maxout") { try Maxout(config: $0) },
        Entry(className: "Minimum") { try Minimum(config: $0) },
        Entry(className: "MelSpectrogram") { try MelSpectrogram(config: $0) },
        Entry(className: "MixUp") { try MixUp(config: $0) },
        Entry(className: "MultiHeadAttention") { try MultiHeadAttention(config: $0) },
        Entry(className: "Multiply") { try Multiply(config: $0) },
        Entry(className: "Normalization") { try Normalization(config: $0) },
        Entry(className: "PReLU") { try PReLU(config: $0) },
        Entry(className: "Permute") { try Permute(config: $0) },
        Entry(className: "Pipeline") { try Pipeline(config: $0) },
        Entry(className: "RMSNormalization") { try RMSNormalization(config: $0) },
        Entry(className: "RNN") { try RNN(config: $0) },
        Entry(className: "RandAugment") { try RandAugment(config: $0) },
        Entry(className: "RandomBrightness") { try RandomBrightness(config: $0) },
        Entry(className: "RandomColorDegeneration") { try RandomColorDegeneration(config: $0) },
        Entry(className: "RandomColorJitter") { try RandomColorJitter(config: $0) },
        Entry(className: "RandomContrast") { try RandomContrast(config: $0) },
        Entry(className: "RandomCrop") { try RandomCrop(config: $0) },
        Entry(className: "RandomElasticTransform") { try RandomElasticTransform(config: $0) },
        Entry(className: "RandomErasing") { try RandomErasing(config: $0) },
        Entry(className: "RandomFlip") { try RandomFlip(config: $0) },
        Entry(className: "RandomGaussianBlur") { try RandomGaussianBlur(config: $0) },
        Entry(className: "RandomGrayscale") { try RandomGrayscale(config: $0) },
        Entry(className: "RandomHue") { try RandomHue(config: $0) },
        Entry(className: "RandomInvert") { try RandomInvert(config: $0) },
        Entry(className: "RandomPerspective") { try RandomPerspective(config: $0) },
        Entry(className: "RandomPosterization") { try RandomPosterization(config: $0) },
        Entry(className: "RandomRotation") { try RandomRotation(config: $0) },
        Entry(className: "RandomSaturation") { try RandomSaturation(config: $0) },
        Entry(className: "RandomSharpness") { try RandomSharpness(config: $0) },
        Entry(className: "RandomShear") { try RandomShear(config: $0) },
        Entry(className: "RandomTranslation") { try RandomTranslation(config: $0) },
        Entry(className: "RandomZoom") { try RandomZoom(config: $0) },
        Entry(className: "ReLU") { try ReLU(config: $0) },
        Entry(className: "RepeatVector") { try RepeatVector(config: $0) },
        Entry(className: "Rescaling") { try Rescaling(config: $0) },
        Entry(className: "Reshape") { try Reshape(config: $0) },
        Entry(className: "Resizing") { try Resizing(config: $0) },
        Entry(className: "ReversibleEmbedding") { try ReversibleEmbedding(config: $0) },
        Entry(className: "SeparableConv1D") { try SeparableConv1D(config: $0) },
        Entry(className: "SeparableConv2D") { try SeparableConv2D(config: $0) },
        Entry(className: "SimpleRNN") { try SimpleRNN(config: $0) },
        Entry(className: "SimpleRNNCell") { try SimpleRNNCell(config: $0) },
        Entry(className: "Softmax") { try Softmax(config: $0) },
        Entry(className: "Solarization") { try Solarization(config: $0) },
        Entry(className: "SpatialDropout1D") { try SpatialDropout1D(config: $0) },
        Entry(className: "SpatialDropout2D") { try SpatialDropout2D(config: $0) },
        Entry(className: "SpatialDropout3D") { try SpatialDropout3D(config: $0) },
        Entry(className: "SpectralNormalization") { try SpectralNormalization(config: $0) },
        Entry(className: "StringLookup") { try StringLookup(config: $0) },
        Entry(className: "STFTSpectrogram") { try STFTSpectrogram(config: $0) },
        Entry(className: "Subtract") { try Subtract(config: $0) },
        Entry(className: "TextVectorization") { try TextVectorization(config: $0) },
        Entry(className: "UnitNormalization") { try UnitNormalization(config: $0) },
        Entry(className: "StackedRNNCells") { try StackedRNNCells(config: $0) },
        Entry(className: "TimeDistributed") { try TimeDistributed(config: $0) },
        Entry(className: "UpSampling1D") { try UpSampling1D(config: $0) },
        Entry(className: "UpSampling2D") { try UpSampling2D(config: $0) },
        Entry(className: "UpSampling3D") { try UpSampling3D(config: $0) },
        Entry(className: "ZeroPadding1D") { try ZeroPadding1D(config: $0) },
        Entry(className: "ZeroPadding2D") { try ZeroPadding2D(config: $0) },
        Entry(className: "ZeroPadding3D") { try ZeroPadding3D(config: $0) },
    ]

    /// The layers that Myelin brings.
    public init() {}

    /// The registry that makes a layer now, which those inside it are to be found in, and how deep inside it is.
    @TaskLocal static var atWork: (registry: LayerRegistry, depth: Int)?

    /// Adds a class of one's own, so that files with it can be loaded.
    public mutating func register(_ className: String, _ make: @escaping @Sendable (Config) throws -> Layer) {
        entries.append(Entry(className: className, make: make))
    }

    /// The layer that a class name and settings describe.
    public func make(_ className: String, config: ConfigObject) throws -> Layer {
        var owner = className
        if case .string(let name)? = config["name"] { owner += " '\(name)'" }
        guard let entry = entries.last(where: { $0.className == className }) else {
            throw MyelinError(
                .unknownName, "unknown layer class \(owner); register a class of one's own in a LayerRegistry")
        }
        let settings = Config(config, owner: owner)
        let layer = try Self.$atWork.withValue((self, Self.atWork?.depth ?? 0)) { try entry.make(settings) }
        layer.trainable = try settings.bool("trainable", default: true)
        // Layers that write the setting themselves have read it, too.
        if layer.activityRegularizer == nil, layer.config["activity_regularizer"] == nil {
            layer.activityRegularizer = try settings.regularizer("activity_regularizer")
        }
        if !(layer is Input), settings.has("dtype") {
            layer.dtypePolicy = try DTypePolicy(settings.values["dtype"]!, owner: owner, among: layer.policies)
        }
        return layer
    }

    /// The class names, sorted.
    public var classNames: [String] { Array(Set(entries.map(\.className))).sorted() }
}
