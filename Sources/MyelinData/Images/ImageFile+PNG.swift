import CImages
import Foundation
import MyelinCore

extension ImageFile {
    /// The bytes of a PNG file of an image: UInt8 of shape (height, width, 1) or (height, width, 3).
    public static func png(_ image: Tensor) throws -> [UInt8] {
        guard image.dtype == .uint8, image.rank == 3, [1, 3].contains(image.shape[2]), image.count > 0,
            image.count <= 3 * mostPixels
        else {
            throw MyelinError(
                .shape,
                "PNG: expected uint8 of shape (height, width, 1 or 3), got \(image.dtype) of shape \(image.shape)")
        }
        let pixels = try image.storage()
        return try withExtendedLifetime(pixels) {
            var count = 0
            let bytes = myelin_png_encode(
                pixels.bytes.assumingMemoryBound(to: UInt8.self), Int32(image.shape[1]), Int32(image.shape[0]),
                Int32(image.shape[2]), &count)
            guard let bytes else { throw MyelinError(.file, "not enough memory to write a PNG image") }
            defer { free(bytes) }
            return Array(UnsafeBufferPointer(start: bytes, count: count))
        }
    }
}
