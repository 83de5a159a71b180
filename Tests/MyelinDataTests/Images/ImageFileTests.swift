import MyelinCore
import MyelinData
import Testing

@Suite struct ImageFileTests {
    private let folder = TemporaryFolder()

    private func write(_ fixture: ImageFixture, _ name: String = "image") throws -> String {
        try folder.write(decoded(base64: fixture.file), name)
    }

    private func numbers(_ image: Tensor) throws -> [Int] { try image.scalars(UInt8.self).map { Int($0) } }

    @Test("Colours of PNG files are TensorFlow's")
    func coloursOfPNGFilesAreTensorFlows() throws {
        let files = [
            ImageFixtures.png, ImageFixtures.alphaPNG, ImageFixtures.deepPNG, ImageFixtures.interlacedPNG,
            ImageFixtures.palettePNG,
        ]
        for fixture in files {
            let image = try ImageFile.read(write(fixture))
            #expect(image.shape == Shape(fixture.size + [3]) && image.dtype == .uint8)
            #expect(try numbers(image) == fixture.pixels)
            let grey = try ImageFile.read(write(fixture), ImageOptions(colorMode: .grayscale))
            #expect(grey.shape == Shape(fixture.size + [1]))
            for (place, level) in try numbers(grey).enumerated() {
                let pixel = fixture.pixels[3 * place..<3 * place + 3].map { Double($0) }
                let expected = 0.299 * pixel[0] + 0.587 * pixel[1] + 0.114 * pixel[2]
                #expect(abs(Double(level) - expected) <= 0.51)
            }
        }
    }

    @Test("Resizing is TensorFlow's, rounded; so is JPEG by its accurate transform")
    func resizingIsTensorFlows() throws {
        let files = [
            ImageFixtures.png, ImageFixtures.interlacedPNG, ImageFixtures.jpeg, ImageFixtures.progressiveJPEG,
            ImageFixtures.greyJPEG,
        ]
        for fixture in files {
            let methods: [(Interpolation, [Double])] = [
                (.bilinear, fixture.bilinear), (.nearest, fixture.nearest), (.area, fixture.area),
                (.bicubic, fixture.bicubic),
            ]
            for (method, expected) in methods {
                let options = ImageOptions(size: [3, 4], interpolation: method)
                let found = try numbers(ImageFile.read(write(fixture), options))
                #expect(found.count == expected.count)
                #expect(zip(found, expected).allSatisfy { abs(Double($0) - min(max($1, 0), 255)) <= 0.55 })
            }
        }
    }

    @Test("A middle of the wanted proportions is cut out")
    func aMiddleOfTheWantedProportionsIsCutOut() throws {
        // 5 × 6 pixels to 2 × 2: the middle 5 × 5 begins at column 0; to 2 × 1: 5 × 2 at column 2.
        let whole = try ImageFile.read(write(ImageFixtures.png))
        let options = ImageOptions(size: [5, 2], cropToAspectRatio: true)
        let cut = try ImageFile.read(write(ImageFixtures.png), options)
        #expect(try numbers(cut) == numbers(whole[.all, 2..<4]))
    }

    @Test("A file cut anywhere is an error or, behind the pixels, harmless")
    func aFileCutAnywhereIsAnError() throws {
        for fixture in [
            ImageFixtures.png, ImageFixtures.interlacedPNG, ImageFixtures.jpeg, ImageFixtures.progressiveJPEG,
        ] {
            let bytes = decoded(base64: fixture.file)
            var refused = 0
            for count in 0..<bytes.count {
                let path = try folder.write(Array(bytes.prefix(count)), "cut.img")
                do { _ = try ImageFile.read(path) } catch let error as MyelinError {
                    refused += 1
                    #expect(error.kind == .file && error.message.contains("cut.img: "), "\(error.message)")
                }
            }
            #expect(refused >= bytes.count - 2)
        }
    }

    @Test("A damaged byte is an error that names the file, or harmless")
    func aDamagedByteIsAnError() throws {
        for fixture in [ImageFixtures.palettePNG, ImageFixtures.interlacedPNG, ImageFixtures.progressiveJPEG] {
            let bytes = decoded(base64: fixture.file)
            for place in bytes.indices {
                for change in [1, 0x80, 0xff] as [UInt8] {
                    var damaged = bytes
                    damaged[place] ^= change
                    let path = try folder.write(damaged, "damaged.img")
                    do {
                        #expect(try ImageFile.read(path).dtype == .uint8)
                    } catch let error as MyelinError { #expect(error.message.contains("damaged.img: ")) }
                }
            }
        }
    }

    @Test("Files that are no images, and sizes that cannot be")
    func filesThatAreNoImages() throws {
        for (bytes, words) in [
            (Array("GIF89a".utf8), "a GIF image"), (Array("BM123".utf8), "a BMP image"),
            (Array("<html>".utf8), "neither a PNG nor a JPEG"), ([], "neither a PNG nor a JPEG"),
        ] {
            let path = try folder.write(bytes, "odd.png")
            expectError(.file, "odd.png", words) { _ = try ImageFile.read(path) }
        }
        expectError(.file, "/nothing.png", "No such file") { _ = try ImageFile.read(folder.path + "/nothing.png") }
        // A header that claims 100,000 × 100,000 pixels, with its checksum.
        var huge = decoded(base64: ImageFixtures.png.file)
        huge.replaceSubrange(16..<24, with: [0, 1, 0x86, 0xa0, 0, 1, 0x86, 0xa0])
        var checksum = UInt32.max
        for byte in huge[12..<29] {
            checksum ^= UInt32(byte)
            for _ in 0..<8 { checksum = checksum >> 1 ^ (checksum & 1 == 1 ? 0xedb8_8320 : 0) }
        }
        checksum = ~checksum
        huge.replaceSubrange(29..<33, with: [24, 16, 8, 0].map { UInt8(checksum >> UInt32($0) & 255) })
        let path = try folder.write(huge, "huge.png")
        expectError(.file, "huge.png", "100000 by 100000 pixels") { _ = try ImageFile.read(path) }
        let png = try write(ImageFixtures.png)
        expectError(.argument, "image size") { _ = try ImageFile.read(png, ImageOptions(size: [0, 3])) }
        expectError(.argument, "image size") { _ = try ImageFile.read(png, ImageOptions(size: [3])) }
    }
}
