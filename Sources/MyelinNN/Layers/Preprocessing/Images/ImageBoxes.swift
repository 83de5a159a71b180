import MyelinCore

// Random boxes in images, for layers that put something else there.

extension ImageDraws {
    /// For each image where a box of some shares of its sides lies, at random: Bool (batch, height, width, 1).
    ///
    /// - Parameter shares: of width and height, each (batch, 1, 1, 1).
    func boxes(_ images: Shape, width: Tensor, height: Tensor) -> Tensor {
        func inside(_ share: Tensor, _ length: Int, _ shape: Shape) -> Tensor {
            let size = share * Double(length)
            let start = perImage() * (Double(length) - size)
            let place = Tensor.range(to: Double(length), dtype: share.dtype).reshaped(to: shape)
            return place.greaterEqual(start).and(place.less(start + size))
        }
        return inside(width, images[2], [1, 1, images[2], 1]).and(inside(height, images[1], [1, images[1], 1, 1]))
    }
}
