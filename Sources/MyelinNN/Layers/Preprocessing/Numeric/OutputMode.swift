import MyelinCore

/// What a layer makes of the numbers of categories. Keras: `output_mode`.
public enum OutputMode: String, CaseIterable, Sendable {
    /// The numbers themselves.
    case int
    /// For each, zeros with a one at its place.
    case oneHot = "one_hot"
    /// For each sample, a one at the place of each that occurs.
    case multiHot = "multi_hot"
    /// For each sample, how often each occurs.
    case count
    /// As `count`, with a weight for each category.
    case tfIDF = "tf_idf"
}

extension OutputMode {
    /// The output's shape for category numbers of a shape. Keras sums over the last axis of at most two, and over the
    /// second of more.
    func shape(of indices: Shape, depth: Int) throws -> Shape {
        guard depth >= 1 else { throw MyelinError(.argument, "there are no categories yet; call adapt or give them") }
        let sizes = indices.sizes
        guard sizes.reduce(depth, { $0 > 1 << 40 ? $0 : $0 * max($1, 1) }) <= 1 << 40 else {
            throw MyelinError(.argument, "\(depth) categories for an input of shape \(indices) do not fit in memory")
        }
        switch self {
        case .int: return indices
        case .oneHot: return Shape((sizes.count > 1 && sizes.last == 1 ? sizes.dropLast() : sizes[...]) + [depth])
        case .multiHot, .count, .tfIDF:
            if sizes.count <= 2 { return Shape(sizes.dropLast() + [depth]) }
            return Shape([sizes[0]] + sizes.dropFirst(2) + [depth])
        }
    }

    /// Category numbers encoded: ones as bytes, counts as Float32. A number from `depth` on stands for no category.
    ///
    /// Ones stay bytes, so that a `Dense` layer behind them multiplies bytes and not a matrix of floats.
    func encoded(_ indices: Tensor, depth: Int, weights: Tensor? = nil) -> Tensor {
        guard self != .int else { return indices }
        let isCount = self == .count || self == .tfIDF
        let function = HostFunction("encode \(rawValue)") { inputs in
            if inputs.count == 2, inputs[1].shape != inputs[0].shape {
                throw MyelinError(.shape, "expected weights of shape \(inputs[0].shape), got \(inputs[1].shape)")
            }
            return (try shape(of: inputs[0].shape, depth: depth), isCount ? .float32 : .uint8)
        } body: { inputs, output in
            let places = EncodedPlaces(self, inputs[0].shape, depth)
            output.bytes.initializeMemory(
                as: UInt8.self, repeating: 0, count: output.shape.count * output.dtype.byteCount)
            let bytes = output.bytes.assumingMemoryBound(to: UInt8.self)
            let floats = output.bytes.assumingMemoryBound(to: Float.self)
            let weights = inputs.count == 2 ? inputs[1].elements(as: Float.self) : nil
            try inputs[0].forEachInteger { place, category in
                guard category < depth else { return }
                guard category >= 0 else {
                    if places.allowsNegative { return }
                    throw MyelinError(.data, "expected category numbers of at least 0, got \(category)")
                }
                let target = places.start(of: place) + Int(category) * places.step
                if isCount { floats[target] += weights?[place] ?? 1 } else { bytes[target] = 1 }
            }
        }
        if let weights { return function(indices, weights.cast(to: .float32)) }
        return function(indices)
    }
}

/// Where in the encoded array the categories of an element begin.
private struct EncodedPlaces {
    /// Whether Keras passes over negative numbers, as it does where it goes by way of one-hot vectors.
    let allowsNegative: Bool
    let step = 1
    private let group: Int
    private let inner: Int
    private let depth: Int

    init(_ mode: OutputMode, _ shape: Shape, _ depth: Int) {
        self.depth = depth
        allowsNegative = mode == .oneHot || shape.rank > 2
        if mode == .oneHot {
            group = 1
            inner = 1
        } else if shape.rank <= 2 {
            group = max(shape.sizes.last ?? 1, 1)
            inner = 1
        } else {
            inner = max(shape.sizes.dropFirst(2).reduce(1, *), 1)
            group = max(shape[1], 1)
        }
    }

    /// Elements lie as (outer, group, inner), outputs as (outer, inner, depth).
    func start(of element: Int) -> Int {
        let outer = element / (group * inner)
        return (outer * inner + element % inner) * depth
    }
}

extension Config {
    /// An output mode among those that a layer has, also by its older name.
    func outputMode(_ allowed: [OutputMode], default fallback: OutputMode) throws -> OutputMode {
        let name = try string("output_mode", default: fallback.rawValue)
        let modern = name == "binary" ? "multi_hot" : name == "tf-idf" ? "tf_idf" : name
        guard let mode = OutputMode(rawValue: modern), allowed.contains(mode) else {
            let names = allowed.map(\.rawValue).joined(separator: ", ")
            throw MyelinError(.file, "\(owner): output_mode: expected one of \(names), got '\(name)'")
        }
        return mode
    }

    /// Keras' sparse tensors: results are the same as dense ones, so the setting is kept and means nothing else.
    func isSparse() throws -> Bool { try bool("sparse", default: false) }
}
