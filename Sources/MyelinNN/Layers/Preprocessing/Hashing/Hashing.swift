import MyelinCore
import MyelinData

/// Puts whole numbers or texts into `numBins` bins by a hash, where a vocabulary would be too large. Keras: `Hashing`.
///
/// A number is hashed as its decimal text. The hash is FarmHash's 64-bit fingerprint modulo the number of bins, with a
/// salt SipHash: both as TensorFlow has them. With a mask value, that value alone has bin 0.
///
/// - Input shape: any, of whole numbers or text. Output: int64 of the same shape, or encoded as `CategoryEncoding` does.
public final class Hashing: Layer, TextLayer {
    /// A value that gets a bin of its own.
    public enum MaskValue: Hashable, Sendable {
        /// Among numbers.
        case number(Int)
        /// Among texts.
        case text(String)
    }

    public let numBins: Int
    /// The value that alone has bin 0; nil for none.
    public let maskValue: MaskValue?
    public let salt: [Int]?
    public let outputMode: OutputMode
    private let isSparse: Bool

    /// - Parameters:
    ///   - salt: two numbers that make the bins unforeseeable for others.
    ///   - outputMode: `.int`, `.oneHot`, `.multiHot` or `.count`.
    public convenience init(
        _ numBins: Int, maskValue: MaskValue? = nil, salt: [Int]? = nil, outputMode: OutputMode = .int,
        name: String? = nil
    ) {
        self.init(numBins, maskValue, salt, outputMode, sparse: false, name: name)
    }

    private init(
        _ numBins: Int, _ maskValue: MaskValue?, _ salt: [Int]?, _ outputMode: OutputMode, sparse: Bool, name: String?
    ) {
        self.numBins = numBins
        self.maskValue = maskValue
        self.salt = salt?.count == 1 ? [salt![0], salt![0]] : salt
        self.outputMode = outputMode
        isSparse = sparse
        super.init(name: name)
        dtypePolicy = outputMode == .int ? .int64 : .float32
    }

    override var policies: [DTypePolicy] { outputMode == .int ? [.int64, .int32] : DTypePolicy.all }

    private func checked() throws -> TextHash {
        guard numBins >= 1 else { throw MyelinError(.argument, "expected at least 1 bin, got \(numBins)") }
        guard outputMode != .tfIDF else {
            throw MyelinError(.argument, "expected outputMode int, one_hot, multi_hot or count, got tf_idf")
        }
        return try TextHash(salt: salt)
    }

    public override func build(_ inputs: [Shape]) throws { _ = try checked() }

    /// Where bin 0 is the mask's, the others share the rest; a single bin is everybody's.
    private var hasMaskBin: Bool { maskValue != nil && numBins > 1 }

    public override func call(_ x: Tensor, _ context: CallContext) throws -> Tensor {
        let hash = try checked(), bins = hasMaskBin ? numBins - 1 : numBins, first = Int64(hasMaskBin ? 1 : 0)
        var mask: Int64?
        if hasMaskBin, case .number(let number)? = maskValue { mask = Int64(number) }
        let function = HostFunction("hash") {
            ($0[0].shape, .int64)
        } body: { [mask] inputs, output in
            let result = output.elements(as: Int64.self)
            try inputs[0].forEachInteger { place, value in
                result[place] = value == mask ? 0 : hash.bucket(String(value), of: bins) + first
            }
        }
        return outputMode.encoded(function(x), depth: numBins).cast(to: computeDType)
    }

    func output(_ inputs: [DataArray]) throws -> DataArray {
        let texts = try inputs.onlyText(), hash = try checked()
        let bins = hasMaskBin ? numBins - 1 : numBins, first = Int64(hasMaskBin ? 1 : 0)
        var mask: String?
        if hasMaskBin, case .text(let text)? = maskValue { mask = text }
        let places = texts.strings.map { text in
            mask.map { $0.utf8.elementsEqual(text.utf8) } ?? false ? 0 : hash.bucket(text, of: bins) + first
        }
        let encoded = outputMode.encoded(Tensor(places, shape: texts.shape), depth: numBins)
        return .numbers(outputMode == .int ? encoded.cast(to: computeDType) : encoded)
    }

    public override var config: ConfigObject {
        var mask = ConfigValue.null
        switch maskValue {
        case .number(let number)?: mask = .int(number)
        case .text(let text)?: mask = .string(text)
        case nil: break
        }
        return [
            "num_bins": .int(numBins), "mask_value": mask, "salt": salt.map { ConfigValue($0) } ?? .null,
            "output_mode": .string(outputMode.rawValue), "sparse": .bool(isSparse),
        ]
    }

    convenience init(config: Config) throws {
        var mask: MaskValue?
        switch config.values["mask_value"] {
        case .int(let number)?: mask = .number(number)
        case .string(let text)?: mask = .text(text)
        case .double(let number)? where Int(exactly: number) != nil: mask = .number(Int(number))
        case nil, .null?: break
        default: throw MyelinError(.file, "\(config.owner): mask_value: expected a whole number or a text")
        }
        self.init(
            try config.int("num_bins", isSize: false), mask, try config.salt(),
            try config.outputMode([.int, .oneHot, .multiHot, .count], default: .int), sparse: try config.isSparse(),
            name: try config.string("name"))
    }
}
