import MyelinCore

/// A matrix of whole numbers with what tells the numbers that they stand for.
///
/// Of 8 bits: `values / scale`. Of 4 bits the same, or in blocks `(values - zero) * scale`, each with a scale and a zero of its
/// own for each channel; two values that follow each other along an axis share a byte.
struct QuantizedMatrix {
    private let quantization: Quantization
    private let sizes: [Int]
    private let packedAxis: Int
    private let groupAxis: Int
    let values: Variable
    let scale: Variable
    let zero: Variable?
    /// Which block each place along the group axis belongs to, as files have it; it follows from the size of a block.
    let groups: Variable?

    /// Makes the weights.
    ///
    /// - Parameters:
    ///   - packedAxis: along which two numbers share a byte.
    ///   - groupAxis: the axis of the inputs, which is cut into blocks; the other one counts channels.
    ///   - isFirst: whether it is the layer's first, whose zeros files keep as whole numbers, and the block of each place.
    init(
        _ layer: QuantizedLayer, _ name: String, rows: Int, columns: Int, packedAxis: Int, groupAxis: Int,
        isFirst: Bool = true
    ) {
        quantization = layer.quantization
        sizes = [rows, columns]
        self.packedAxis = packedAxis
        self.groupAxis = groupAxis
        var stored = sizes
        if quantization != .int8 { stored[packedAxis] = (stored[packedAxis] + 1) / 2 }
        values = layer.addWhole(name, shape: Shape(stored))
        guard case .int4(let block?) = quantization else {
            scale = layer.addConstant("\(name)_scale", shape: [sizes[1 - groupAxis]], Ones())
            (zero, groups) = (nil, nil)
            return
        }
        var blocks = sizes
        blocks[groupAxis] = (blocks[groupAxis] + block - 1) / block
        scale = layer.addConstant("\(name)_scale", shape: Shape(blocks), Ones())
        zero =
            isFirst
            ? layer.addWhole("\(name)_zero", shape: Shape(blocks))
            : layer.addConstant("\(name)_zero", shape: Shape(blocks), Zeros())
        groups = isFirst ? layer.addConstant("g_idx", shape: [sizes[groupAxis]], Zeros()) : nil
    }

    /// The weights in the order of files, but for the values.
    var scales: [Variable] { [scale, zero, groups].compactMap { $0 } }

    /// The numbers that the matrix stands for (rows, columns).
    var real: Tensor {
        let whole = quantization == .int8 ? values.value : unpacked
        guard case .int4(let block?) = quantization, let zero else {
            return whole / scale.value.reshaped(to: groupAxis == 0 ? [1, sizes[1]] : [sizes[0], 1])
        }
        let places = Tensor((0..<sizes[groupAxis]).map { Int32($0 / block) })
        return (whole - zero.value.gathered(places, axis: groupAxis)) * scale.value.gathered(places, axis: groupAxis)
    }

    /// The two numbers from -8 to 7 of each byte, the lower four bits first.
    private var unpacked: Tensor {
        let bytes = values.value, high = floor(bytes / 16), low = bytes - high * 16
        let signed = low - floor((low + 8) / 16) * 16
        var wide = values.shape.sizes
        wide[packedAxis] *= 2
        return Tensor.stacked([signed, high], axis: packedAxis + 1).reshaped(to: Shape(wide))
            .sliced(axis: packedAxis, 0..<sizes[packedAxis])
    }
}
