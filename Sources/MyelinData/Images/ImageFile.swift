import CImages
import MyelinCore

/// How the pixels of an image are told. Keras: `color_mode`.
public enum ColorMode: String, Hashable, Sendable, CaseIterable {
    /// One number for each pixel: 0.299 red + 0.587 green + 0.114 blue.
    case grayscale
    /// Red, green and blue.
    case rgb

    /// Numbers for each pixel.
    public var channels: Int { self == .grayscale ? 1 : 3 }
}

/// How an image file becomes an array.
public struct ImageOptions: Hashable, Sendable {
    /// Grey or coloured. Transparency is dropped.
    public var colorMode: ColorMode
    /// Height and width of the result; nil keeps those of the file. Keras: `image_size`.
    public var size: [Int]?
    /// How; results are rounded to whole numbers from 0 to 255.
    public var interpolation: Interpolation
    /// Whether the middle of the image is cut out in the proportions of `size` before it is resized, rather than the whole
    /// stretched. Keras: `crop_to_aspect_ratio`.
    public var cropToAspectRatio: Bool

    public init(
        colorMode: ColorMode = .rgb, size: [Int]? = nil, interpolation: Interpolation = .bilinear,
        cropToAspectRatio: Bool = false
    ) {
        self.colorMode = colorMode
        self.size = size
        self.interpolation = interpolation
        self.cropToAspectRatio = cropToAspectRatio
    }

    /// Throws if there can be no images of this size.
    func check() throws {
        guard let size else { return }
        guard size.count == 2, size.allSatisfy({ (1...65_536).contains($0) }) else {
            throw MyelinError(.argument, "image size: expected a height and a width from 1 to 65536, got \(size)")
        }
    }
}

/// PNG and JPEG files.
public enum ImageFile {
    /// The largest image that is read: 8192 × 8192 pixels. A small file can claim to hold any number.
    public static let mostPixels = 1 << 26
    /// The largest file that is looked at.
    private static let mostBytes = 1 << 29

    /// The pixels of an image: UInt8 of shape (height, width, channels).
    ///
    /// - Throws: `MyelinError` of kind `.file`, with the file's name, if it is missing, damaged, cut off, of another format
    ///   or too large.
    public static func read(_ path: String, _ options: ImageOptions = ImageOptions()) throws -> Tensor {
        try options.check()
        return try withImage(path, options) { image in
            let size = options.size ?? [Int(image.height), Int(image.width)]
            let shape = Shape(size + [options.colorMode.channels])
            let storage = Storage(byteCount: shape.count)
            try resize(image, to: size, options, storage.bytes)
            return Tensor(storage: storage, shape: shape, dtype: .uint8)
        }
    }

    /// Writes the pixels of an image, resized, to a place in memory. Nothing is recorded: for use on any thread.
    static func read(_ path: String, _ options: ImageOptions, size: [Int], into place: UnsafeMutableRawPointer) throws {
        try withImage(path, options) { try resize($0, to: size, options, place) }
    }

    private static func withImage<Result>(
        _ path: String, _ options: ImageOptions, _ body: (myelin_image) throws -> Result
    ) throws -> Result {
        guard FileSystem.size(path) ?? 0 <= mostBytes else {
            throw MyelinError(.file, "\(path): larger than any image that is read (\(mostBytes) bytes)")
        }
        let file = try FileSystem.storage(of: path)
        var image = myelin_image()
        let isRead = withExtendedLifetime(file) {
            myelin_image_decode(
                file.bytes, file.byteCount, Int32(options.colorMode.channels), Int64(mostPixels), &image)
        }
        guard isRead else { throw MyelinError(.file, "\(path): \(message(image))") }
        defer { myelin_image_free(&image) }
        do { return try body(image) } catch let error as MyelinError { throw error.located(at: path) }
    }

    private static func message(_ image: myelin_image) -> String {
        let text = withUnsafeBytes(of: image.message) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
        return text.replacing("\n", with: " ")
    }

    private static func resize(
        _ image: myelin_image, to size: [Int], _ options: ImageOptions, _ place: UnsafeMutableRawPointer
    ) throws {
        let (height, width) = (Int(image.height), Int(image.width))
        var rectangle = myelin_rectangle(top: 0, left: 0, height: image.height, width: image.width)
        if options.cropToAspectRatio {
            // As Keras' `smart_resize`: as much as there is of the wanted proportions, from the middle.
            let cropHeight = min(height, width * size[0] / size[1]), cropWidth = min(width, height * size[1] / size[0])
            rectangle.height = Int32(max(cropHeight, 1))
            rectangle.width = Int32(max(cropWidth, 1))
            rectangle.top = Int32((height - Int(rectangle.height)) / 2)
            rectangle.left = Int32((width - Int(rectangle.width)) / 2)
        }
        let rows = taps(from: Int(rectangle.height), to: size[0], options.interpolation)
        let columns = taps(from: Int(rectangle.width), to: size[1], options.interpolation)
        let isResized = withUnsafePointer(to: image) { image in
            rows.list.withUnsafeBufferPointer { rowTaps in
                columns.list.withUnsafeBufferPointer { columnTaps in
                    myelin_image_resize(
                        image, rectangle,
                        myelin_taps(taps: rowTaps.baseAddress, each: Int32(rows.each), count: Int32(size[0])),
                        myelin_taps(taps: columnTaps.baseAddress, each: Int32(columns.each), count: Int32(size[1])),
                        place.assumingMemoryBound(to: UInt8.self))
                }
            }
        }
        guard isResized else { throw MyelinError(.file, "not enough memory to resize an image") }
    }

    /// Which pixels each result is made of, with as many for each.
    private static func taps(
        from input: Int, to output: Int, _ interpolation: Interpolation
    ) -> (list: [myelin_tap], each: Int) {
        let resampling = Resampling(from: input, to: output, interpolation, antialias: false)
        let each = max(resampling.tapCount, 1)
        let list = resampling.rows.flatMap { row in
            (0..<each).map { number in
                number < row.count
                    ? myelin_tap(source: Int32(row[number].source), weight: row[number].weight)
                    : myelin_tap(source: 0, weight: 0)
            }
        }
        return (list, each)
    }
}
