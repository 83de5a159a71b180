import CVectorKernels
import Glibc
import MyelinCore

/// Images of digits that look as if written by hand, drawn by code: for trying networks out where no data are at hand.
///
/// Each is drawn with the strokes of one of several hands; the points tremble, the whole is slanted, turned, stretched,
/// bent and shifted, the pen has a width that changes along the stroke, and the paper has a grain. Image `i` of a seed is
/// the same whatever the count, the machine's number of threads, and the order of calls.
public struct SyntheticDigits: Sendable {
    /// Pixels along each side of an image.
    public static let size = 28

    /// Digits and their labels.
    ///
    /// - Parameters:
    ///   - count: how many.
    ///   - seed: what they depend on. Default: 0.
    ///   - first: the number of the first image, so that several sets of one seed have nothing in common. Default: 0.
    /// - Returns: x, UInt8 of shape (count, 28, 28), where 0 is the paper, and y, UInt8 of shape (count,) from 0 to 9.
    /// - Throws: `MyelinError` of kind `.argument` if the count is below 1.
    public static func samples(count: Int, seed: UInt64 = 0, first: Int = 0) throws -> (x: Tensor, y: Tensor) {
        guard count >= 1, first >= 0 else {
            throw MyelinError(.argument, "SyntheticDigits: expected a count of at least 1, got \(count) from \(first)")
        }
        let pixels = size * size
        try FileSystem.checkFitsMemory(count.multipliedReportingOverflow(by: pixels).partialValue, "SyntheticDigits")
        let job = Job(
            seed: seed, first: first, images: Storage(byteCount: count * pixels), labels: Storage(byteCount: count))
        withExtendedLifetime(job) {
            myelin_parallel_for(
                Int64(count), 64,
                { context, begin, end in
                    let job = Unmanaged<Job>.fromOpaque(context!).takeUnretainedValue()
                    job.draw(Int(begin)..<Int(end))
                }, Unmanaged.passUnretained(job).toOpaque())
        }
        return (
            Tensor(storage: job.images, shape: [count, size, size], dtype: .uint8),
            Tensor(storage: job.labels, shape: [count], dtype: .uint8)
        )
    }

    /// What the threads share: each draws images of its own.
    private final class Job: Sendable {
        let seed: UInt64
        let first: Int
        let images: Storage
        let labels: Storage

        init(seed: UInt64, first: Int, images: Storage, labels: Storage) {
            self.seed = seed
            self.first = first
            self.images = images
            self.labels = labels
        }

        func draw(_ range: Range<Int>) {
            var canvas = StrokeCanvas(size: SyntheticDigits.size)
            let images = images.elements(as: UInt8.self)
            let labels = labels.elements(as: UInt8.self)
            let pixels = canvas.ink.count
            for index in range {
                var random = RandomStream(seed: seed, stream: UInt64(first + index))
                let digit = random.next(below: 10)
                labels[index] = UInt8(digit)
                canvas.clear()
                var hand = Hand(&random)
                let variants = DigitStrokes.variants[digit]
                for stroke in variants[random.next(below: variants.count)] { hand.draw(stroke, on: &canvas, &random) }
                let peak = random.nextUniform(170, 255)
                let grain = random.nextUniform(0, 18) / 256
                var bits: UInt32 = 0
                for pixel in 0..<pixels {
                    // A byte of noise for each pixel.
                    bits = pixel % 4 == 0 ? random.nextWord() : bits >> 8
                    let noise = grain * (Float(bits & 255) - 127.5)
                    images[index * pixels + pixel] = UInt8(min(max(canvas.ink[pixel] * peak + noise, 0), 255))
                }
            }
        }
    }

    /// How one image is written: where the strokes' points come to lie, and with what pen.
    private struct Hand {
        private typealias Point = SIMD2<Float>

        private let xAxis: Point, yAxis: Point, center: Point
        /// Two waves that bend the paper: direction and length in `waves`, strength in `bends`, beginning in `phases`.
        private let waves: [Point], bends: [Point], phases: [Float]
        private let tremble: Float
        private let radius: Float, pressure: Float, softness: Float

        init(_ random: inout RandomStream) {
            let angle = 0.11 * random.nextNormal()
            let slant = 0.2 * random.nextNormal() - 0.08
            let scale = random.nextUniform(18, 26)
            let aspect = random.nextUniform(0.72, 1.12)
            // Stretch, slant and turn, in this order.
            let turn = (cos: cos(angle), sin: sin(angle))
            let x = Point(scale * aspect, 0)
            let y = Point(scale * slant, scale)
            xAxis = Point(turn.cos * x.x - turn.sin * x.y, turn.sin * x.x + turn.cos * x.y)
            yAxis = Point(turn.cos * y.x - turn.sin * y.y, turn.sin * y.x + turn.cos * y.y)
            center = Point(14 + 1.4 * random.nextNormal(), 14 + 1.4 * random.nextNormal())
            waves = (0..<2).map { _ in Point(random.nextNormal(), random.nextNormal()) * 0.12 }
            bends = (0..<2).map { _ in Point(random.nextNormal(), random.nextNormal()) * 0.8 }
            phases = (0..<2).map { _ in random.nextUniform(0, 2 * .pi) }
            tremble = random.nextUniform(0.006, 0.022)
            radius = random.nextUniform(0.75, 1.75)
            pressure = random.nextUniform(0, 0.35)
            softness = random.nextUniform(0.8, 1.3)
        }

        /// A smooth curve through a stroke's points (Catmull and Rom).
        mutating func draw(_ stroke: DigitStrokes.Stroke, on canvas: inout StrokeCanvas, _ random: inout RandomStream) {
            let points = stroke.map { $0 + tremble * SIMD2(random.nextNormal(), random.nextNormal()) }
            let start = random.nextUniform(0, 6.28)
            var last = place(points[0])
            var lastRadius = radius * (1 + pressure * sin(start))
            for index in 1..<points.count {
                let (p1, p2) = (points[index - 1], points[index])
                let p0 = index > 1 ? points[index - 2] : p1 + p1 - p2
                let p3 = index + 1 < points.count ? points[index + 1] : p2 + p2 - p1
                for step in 1...5 {
                    let t = Float(step) / 5
                    let a = 2 * p1 + (p2 - p0) * t
                    let b = (2 * p0 - 5 * p1 + 4 * p2 - p3) * (t * t)
                    let c = (3 * p1 - p0 - 3 * p2 + p3) * (t * t * t)
                    let next = place((a + b + c) / 2)
                    let nextRadius = radius * (1 + pressure * sin(start + 1.1 * (Float(index - 1) + t)))
                    canvas.draw(from: last, to: next, radius: lastRadius, to: nextRadius, softness: softness)
                    (last, lastRadius) = (next, nextRadius)
                }
            }
        }

        /// From the square of the strokes to pixels.
        private func place(_ point: SIMD2<Float>) -> SIMD2<Float> {
            let straight = (point.x - 0.5) * xAxis + (point.y - 0.5) * yAxis
            var bent = straight
            for index in waves.indices {
                bent += bends[index] * sin((waves[index] * straight).sum() * 2 + phases[index])
            }
            return center + bent
        }
    }
}

extension Datasets {
    /// Handwritten-like digits that need no download, in the form of MNIST: 60,000 to train with, 10,000 to test with.
    public static func syntheticDigits(
        train: Int = 60_000, test: Int = 10_000, seed: UInt64 = 0
    ) throws -> LabelledDataset<Tensor> {
        let trainPart = try SyntheticDigits.samples(count: train, seed: seed)
        let testPart = try SyntheticDigits.samples(count: test, seed: seed, first: train)
        return LabelledDataset(
            train: .init(x: trainPart.x, y: trainPart.y), test: .init(x: testPart.x, y: testPart.y),
            classNames: (0...9).map(String.init), source: "synthetic digits, seed \(seed)")
    }
}
