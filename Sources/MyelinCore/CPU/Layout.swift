import CVectorKernels
import COneDNN

/// How a value lies in memory.
package indirect enum Layout: Hashable, CustomStringConvertible {
    /// Row-major, as the shape says.
    case plain
    /// Images (batch, spatial..., channels) as [batch, channels / block, spatial..., block].
    case blocked(Int)
    /// An arrangement that only oneDNN knows, of weights.
    case opaque(LayoutHandle)
    /// A 3 by 3 kernel at the points of Winograd's method.
    case winograd
    /// Numbers of BFloat16 in two bytes each, in the order of a plain or a blocked layout.
    case bfloat16(Layout)

    package var description: String {
        switch self {
        case .plain: "plain"
        case .blocked(let block): "blocked \(block)"
        case .opaque(let handle): handle.description
        case .winograd: "winograd"
        case .bfloat16(let order): "\(order) bf16"
        }
    }

    /// How many channels of an image lie side by side; of a plain one all.
    package func block(of shape: Shape) -> Int {
        if case .blocked(let block) = self { block } else { shape.channels }
    }

    /// The axes of the array as it lies, outermost first, each with its stride when the same elements are laid out plain.
    ///
    /// A kernel that walks a blocked array needs this to read other arrays alongside. `strides` are those of an operand
    /// along the logical axes (0 where it is repeated).
    package func physicalAxes(of shape: Shape) -> [Int] {
        guard case .blocked(let block) = self else { return shape.sizes }
        return [shape[0], shape.channels / block] + shape.spatialSizes + [block]
    }

    package func physicalStrides(_ strides: [Int]) -> [Int] {
        guard case .blocked(let block) = self else { return strides }
        let channel = strides[strides.count - 1]
        return [strides[0], channel * block] + strides.dropFirst()
    }
}

/// Owns a layout of oneDNN's.
package final class LayoutHandle: Hashable, CustomStringConvertible, @unchecked Sendable {
    package let pointer: OpaquePointer

    /// Takes over the pointer.
    package init(_ pointer: OpaquePointer) { self.pointer = pointer }
    deinit { myelin_layout_release(pointer) }

    package var byteCount: Int { Int(myelin_layout_bytes(pointer)) }

    package static func == (a: LayoutHandle, b: LayoutHandle) -> Bool {
        myelin_layout_equal(a.pointer, b.pointer) != 0
    }
    package func hash(into hasher: inout Hasher) { hasher.combine(byteCount) }

    package var description: String {
        var name = [CChar](repeating: 0, count: 64)
        myelin_layout_name(pointer, &name, 64)
        return String(decoding: name.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
}

extension Layout {
    /// Channels in a block of the images that convolutions of this machine take and give: oneDNN's choice, which our own
    /// kernels share so that nothing is reordered between them.
    static let imageBlock = Int(myelin_few_channels_block())

    /// The layout in which our own kernels leave images: blocked where the channels fill whole blocks.
    static func ofImages(channels: Int) -> Layout { channels % imageBlock == 0 ? .blocked(imageBlock) : .plain }
}
