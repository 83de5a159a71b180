import MyelinCore

extension Registry {
    /// The layers that a file may name.
    public static let layers: ClassTable<Layer> = {
        let table = ClassTable<Layer>("layer")
        table.register("Activation") { try ActivationLayer(config: $0) }
        table.register("ActivityRegularization") { try ActivityRegularization(config: $0) }
        table.register("AdaptiveAveragePooling1D") { try AdaptiveAveragePooling1D(config: $0) }
        table.register("AdaptiveAveragePooling2D") { try AdaptiveAveragePooling2D(config: $0) }
        table.register("AdaptiveAveragePooling3D") { try AdaptiveAveragePooling3D(config: $0) }
        table.register("AdaptiveMaxPooling1D") { try AdaptiveMaxPooling1D(config: $0) }
        table.register("AdaptiveMaxPooling2D") { try AdaptiveMaxPooling2D(config: $0) }
        table.register("AdaptiveMaxPooling3D") { try AdaptiveMaxPooling3D(config: $0) }
        table.register("Add") { try Add(config: $0) }
        table.register("AdditiveAttention") { try AdditiveAttention(config: $0) }
        table.register("AlphaDropout") { try AlphaDropout(config: $0) }
        table.register("Attention") { try Attention(config: $0) }
        table.register("AugMix") { try AugMix(config: $0) }
        table.register("AutoContrast") { try AutoContrast(config: $0) }
        table.register("Average") { try Average(config: $0) }
        table.register("AveragePooling1D") { try AveragePooling1D(config: $0) }
        table.register("AveragePooling2D") { try AveragePooling2D(config: $0) }
        table.register("AveragePooling3D") { try AveragePooling3D(config: $0) }
        table.register("BatchNormalization") { try BatchNormalization(config: $0) }
        table.register("Bidirectional") { try Bidirectional(config: $0) }
        table.register("CategoryEncoding") { try CategoryEncoding(config: $0) }
        table.register("CenterCrop") { try CenterCrop(config: $0) }
        table.register("Concatenate") { try Concatenate(config: $0) }
        table.register("ContrastLimitedAdaptiveHistogramEqualization") {
            try ContrastLimitedAdaptiveHistogramEqualization(config: $0)
        }
        table.register("Conv1D") { try Conv1D(config: $0) }
        table.register("Conv1DTranspose") { try Conv1DTranspose(config: $0) }
        table.register("Conv2D") { try Conv2D(config: $0) }
        table.register("Conv2DTranspose") { try Conv2DTranspose(config: $0) }
        table.register("Conv3D") { try Conv3D(config: $0) }
        table.register("Conv3DTranspose") { try Conv3DTranspose(config: $0) }
        table.register("ConvLSTM1D") { try ConvLSTM1D(config: $0) }
        table.register("ConvLSTM2D") { try ConvLSTM2D(config: $0) }
        table.register("ConvLSTM3D") { try ConvLSTM3D(config: $0) }
        table.register("Cropping1D") { try Cropping1D(config: $0) }
        table.register("Cropping2D") { try Cropping2D(config: $0) }
        table.register("Cropping3D") { try Cropping3D(config: $0) }
        table.register("CutMix") { try CutMix(config: $0) }
        table.register("Dense") { try $0.isQuantized ? QuantizedDense(config: $0) : Dense(config: $0) }
        table.register("DepthwiseConv1D") { try DepthwiseConv1D(config: $0) }
        table.register("DepthwiseConv2D") { try DepthwiseConv2D(config: $0) }
        table.register("Discretization") { try Discretization(config: $0) }
        table.register("Dot") { try Dot(config: $0) }
        table.register("Dropout") { try Dropout(config: $0) }
        table.register("ELU") { try ELU(config: $0) }
        table.register("EinsumDense") {
            try $0.isQuantized ? QuantizedEinsumDense(config: $0) : EinsumDense(config: $0)
        }
        table.register("Embedding") { try $0.isQuantized ? QuantizedEmbedding(config: $0) : Embedding(config: $0) }
        table.register("Equalization") { try Equalization(config: $0) }
        table.register("Flatten") { try Flatten(config: $0) }
        table.register("GRU") { try GRU(config: $0) }
        table.register("GRUCell") { try GRUCell(config: $0) }
        table.register("GaussianDropout") { try GaussianDropout(config: $0) }
        table.register("GaussianNoise") { try GaussianNoise(config: $0) }
        table.register("GlobalAveragePooling1D") { try GlobalAveragePooling1D(config: $0) }
        table.register("GlobalAveragePooling2D") { try GlobalAveragePooling2D(config: $0) }
        table.register("GlobalAveragePooling3D") { try GlobalAveragePooling3D(config: $0) }
        table.register("GlobalMaxPooling1D") { try GlobalMaxPooling1D(config: $0) }
        table.register("GlobalMaxPooling2D") { try GlobalMaxPooling2D(config: $0) }
        table.register("GlobalMaxPooling3D") { try GlobalMaxPooling3D(config: $0) }
        table.register("GroupNormalization") { try GroupNormalization(config: $0) }
        table.register("GroupQueryAttention") { try GroupedQueryAttention(config: $0) }
        table.register("HashedCrossing") { try HashedCrossing(config: $0) }
        table.register("Hashing") { try Hashing(config: $0) }
        table.register("Identity") { try IdentityLayer(config: $0) }
        table.register("InputLayer") { try Input(config: $0) }
        table.register("LSTM") { try LSTM(config: $0) }
        table.register("LSTMCell") { try LSTMCell(config: $0) }
        table.register("IntegerLookup") { try IntegerLookup(config: $0) }
        table.register("LayerNormalization") { try LayerNormalization(config: $0) }
        table.register("LeakyReLU") { try LeakyReLU(config: $0) }
        table.register("Masking") { try Masking(config: $0) }
        table.register("MaxNumBoundingBoxes") { try MaxNumBoundingBoxes(config: $0) }
        table.register("MaxPooling1D") { try MaxPooling1D(config: $0) }
        table.register("MaxPooling2D") { try MaxPooling2D(config: $0) }
        table.register("MaxPooling3D") { try MaxPooling3D(config: $0) }
        table.register("Maximum") { try Maximum(config: $0) }
        table.register("Maxout") { try Maxout(config: $0) }
        table.register("Minimum") { try Minimum(config: $0) }
        table.register("MelSpectrogram") { try MelSpectrogram(config: $0) }
        table.register("MixUp") { try MixUp(config: $0) }
        table.register("MultiHeadAttention") { try MultiHeadAttention(config: $0) }
        table.register("Multiply") { try Multiply(config: $0) }
        table.register("Normalization") { try Normalization(config: $0) }
        table.register("PReLU") { try PReLU(config: $0) }
        table.register("Permute") { try Permute(config: $0) }
        table.register("Pipeline") { try Pipeline(config: $0) }
        table.register("RMSNormalization") { try RMSNormalization(config: $0) }
        table.register("RNN") { try RNN(config: $0) }
        table.register("RandAugment") { try RandAugment(config: $0) }
        table.register("RandomBrightness") { try RandomBrightness(config: $0) }
        table.register("RandomColorDegeneration") { try RandomColorDegeneration(config: $0) }
        table.register("RandomColorJitter") { try RandomColorJitter(config: $0) }
        table.register("RandomContrast") { try RandomContrast(config: $0) }
        table.register("RandomCrop") { try RandomCrop(config: $0) }
        table.register("RandomElasticTransform") { try RandomElasticTransform(config: $0) }
        table.register("RandomErasing") { try RandomErasing(config: $0) }
        table.register("RandomFlip") { try RandomFlip(config: $0) }
        table.register("RandomGaussianBlur") { try RandomGaussianBlur(config: $0) }
        table.register("RandomGrayscale") { try RandomGrayscale(config: $0) }
        table.register("RandomHue") { try RandomHue(config: $0) }
        table.register("RandomInvert") { try RandomInvert(config: $0) }
        table.register("RandomPerspective") { try RandomPerspective(config: $0) }
        table.register("RandomPosterization") { try RandomPosterization(config: $0) }
        table.register("RandomRotation") { try RandomRotation(config: $0) }
        table.register("RandomSaturation") { try RandomSaturation(config: $0) }
        table.register("RandomSharpness") { try RandomSharpness(config: $0) }
        table.register("RandomShear") { try RandomShear(config: $0) }
        table.register("RandomTranslation") { try RandomTranslation(config: $0) }
        table.register("RandomZoom") { try RandomZoom(config: $0) }
        table.register("ReLU") { try ReLU(config: $0) }
        table.register("RepeatVector") { try RepeatVector(config: $0) }
        table.register("Rescaling") { try Rescaling(config: $0) }
        table.register("Reshape") { try Reshape(config: $0) }
        table.register("Resizing") { try Resizing(config: $0) }
        table.register("ReversibleEmbedding") {
            try $0.isQuantized ? QuantizedReversibleEmbedding(config: $0) : ReversibleEmbedding(config: $0)
        }
        table.register("SeparableConv1D") { try SeparableConv1D(config: $0) }
        table.register("SeparableConv2D") { try SeparableConv2D(config: $0) }
        table.register("SimpleRNN") { try SimpleRNN(config: $0) }
        table.register("SimpleRNNCell") { try SimpleRNNCell(config: $0) }
        table.register("Softmax") { try Softmax(config: $0) }
        table.register("Solarization") { try Solarization(config: $0) }
        table.register("SpatialDropout1D") { try SpatialDropout1D(config: $0) }
        table.register("SpatialDropout2D") { try SpatialDropout2D(config: $0) }
        table.register("SpatialDropout3D") { try SpatialDropout3D(config: $0) }
        table.register("SpectralNormalization") { try SpectralNormalization(config: $0) }
        table.register("StringLookup") { try StringLookup(config: $0) }
        table.register("STFTSpectrogram") { try STFTSpectrogram(config: $0) }
        table.register("Subtract") { try Subtract(config: $0) }
        table.register("TextVectorization") { try TextVectorization(config: $0) }
        table.register("UnitNormalization") { try UnitNormalization(config: $0) }
        table.register("StackedRNNCells") { try StackedRNNCells(config: $0) }
        table.register("TimeDistributed") { try TimeDistributed(config: $0) }
        table.register("UpSampling1D") { try UpSampling1D(config: $0) }
        table.register("UpSampling2D") { try UpSampling2D(config: $0) }
        table.register("UpSampling3D") { try UpSampling3D(config: $0) }
        table.register("ZeroPadding1D") { try ZeroPadding1D(config: $0) }
        table.register("ZeroPadding2D") { try ZeroPadding2D(config: $0) }
        table.register("ZeroPadding3D") { try ZeroPadding3D(config: $0) }
        return table
    }()
}

extension ClassTable where Product == Layer {
    /// The layer that a class name and settings describe.
    public func make(_ className: String, config: ConfigObject) throws -> Layer {
        try make(className, config: config, depth: 0)
    }

    /// - Parameter depth: how many layers it is inside of.
    func make(_ className: String, config: ConfigObject, depth: Int) throws -> Layer {
        var owner = className
        if case .string(let name)? = config["name"] { owner += " '\(name)'" }
        guard let entry = entry(named: className), entry.className == className else {
            throw MyelinError(
                .unknownName,
                "unknown layer class \(owner); register a class of one's own with Registry.layers.register")
        }
        let settings = Config(config, owner: owner, depth: depth)
        let layer = try entry.make(settings)
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
}
