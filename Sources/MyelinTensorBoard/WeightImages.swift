import MyelinCore

/// A weight as images: UInt8 of shape (count, height, width, channels); nil for one that is no picture.
///
/// The layout is that of Keras' `TensorBoard`: a vector is one row, a matrix lies down, of a convolution over one channel
/// each kernel is an image; over three channels each is a coloured one. Grey goes from the weight's smallest number to
/// its largest.
func weightImages(_ weight: Tensor) throws -> Tensor? {
    var images = weight.cast(to: .float32).reshaped(to: Shape(weight.shape.sizes.filter { $0 != 1 }))
    let sizes = images.shape.sizes
    switch sizes.count {
    case 1: images = images.reshaped(to: [1, 1, sizes[0], 1])
    case 2:
        if sizes[0] > sizes[1] { images = images.transposed([1, 0]) }
        images = images.reshaped(to: Shape([1] + images.shape.sizes + [1]))
    case 3:
        images = images.transposed([2, 0, 1])
        images = images.reshaped(to: Shape(images.shape.sizes + [1]))
    case 4 where sizes[2] == 3: images = images.transposed([3, 0, 1, 2])
    default: return nil
    }
    let numbers = try images.scalars(Float.self)
    guard let low = numbers.min(), let high = numbers.max(), low.isFinite, high.isFinite else { return nil }
    let span = high > low ? high - low : 1
    return Tensor(numbers.map { UInt8(($0 - low) / span * 255) }, shape: images.shape)
}
