import MyelinCore
import TestSupport

/// A window over images, worked out place by place.
struct NaiveWindow: Sendable {
    let image: Shape
    let size: [Int]
    let strides: [Int]
    let dilation: [Int]
    let low: [Int]
    let output: [Int]

    init(_ image: Shape, size: [Int], strides: [Int]? = nil, dilation: [Int]? = nil, padding: Padding) {
        self.image = image
        self.size = size
        self.strides = strides ?? size.map { _ in 1 }
        self.dilation = dilation ?? size.map { _ in 1 }
        var low: [Int] = [], output: [Int] = []
        for axis in size.indices {
            let input = image[axis + 1], stride = self.strides[axis]
            let extent = (size[axis] - 1) * self.dilation[axis] + 1
            switch padding {
            case .same:
                output.append((input + stride - 1) / stride)
                low.append(max((output[axis] - 1) * stride + extent - input, 0) / 2)
            case .valid:
                output.append((input - extent) / stride + 1)
                low.append(0)
            case .causal:
                output.append((input - 1) / stride + 1)
                low.append(extent - 1)
            }
        }
        self.low = low
        self.output = output
    }

    /// All lists of numbers below the sizes, the last number fastest.
    private static func indices(_ sizes: [Int]) -> [[Int]] {
        sizes.reduce([[]]) { lists, size in lists.flatMap { list in (0..<size).map { list + [$0] } } }
    }

    /// For every output position: the batch, and the window's places inside of the image, each with its number in the
    /// window and that in the image.
    func forEach(_ body: (_ n: Int, _ places: [(window: Int, image: Int)]) -> Void) {
        let axes = size.indices, offsets = Self.indices(size)
        for n in 0..<image[0] {
            for position in Self.indices(output) {
                var places: [(window: Int, image: Int)] = []
                for (number, offset) in offsets.enumerated() {
                    let at = axes.map { position[$0] * strides[$0] + offset[$0] * dilation[$0] - low[$0] }
                    guard axes.allSatisfy({ (0..<image[$0 + 1]).contains(at[$0]) }) else { continue }
                    places.append((number, axes.reduce(0) { $0 * image[$1 + 1] + at[$1] }))
                }
                body(n, places)
            }
        }
    }

    /// The index of an element of the images.
    func index(_ n: Int, _ place: Int, _ c: Int) -> Int {
        (n * image.spatialSizes.reduce(1, *) + place) * image.channels + c
    }

    func convolution(_ x: [Double], _ kernel: [Double], filters: Int, groups: Int) -> [Double] {
        let channels = image.channels / groups, perGroup = filters / groups
        var result: [Double] = []
        forEach { n, places in
            for f in 0..<filters {
                var sum = 0.0
                for place in places {
                    for c in 0..<channels {
                        let weight = kernel[(place.window * channels + c) * filters + f]
                        sum += weight * x[index(n, place.image, f / perGroup * channels + c)]
                    }
                }
                result.append(sum)
            }
        }
        return result
    }

    func pool(_ x: [Double], _ combine: ([Double]) -> Double) -> [Double] {
        var result: [Double] = []
        forEach { n, places in
            for c in 0..<image.channels { result.append(combine(places.map { x[index(n, $0.image, c)] })) }
        }
        return result
    }
}

struct ConvolutionSettings: Sendable {
    var image: Shape
    var size = [3, 3]
    var filters: Int
    var strides: [Int]?
    var dilation: [Int]?
    var padding = Padding.valid
    var groups = 1

    var kernel: Shape { Shape(size + [image.channels / groups, filters]) }
    var window: NaiveWindow { NaiveWindow(image, size: size, strides: strides, dilation: dilation, padding: padding) }
    var output: Shape { Shape([image[0]] + window.output + [filters]) }
    var text: String {
        "\(image) by \(kernel) strides \(strides ?? []) dilation \(dilation ?? []) \(padding) groups \(groups)"
    }
    func callAsFunction(_ x: Tensor, _ kernel: Tensor) -> Tensor {
        convolution(x, kernel, strides: strides, padding: padding, dilation: dilation, groups: groups)
    }
}

/// Small enough for finite differences.
private let smallConvolutions: [ConvolutionSettings] = [
    .init(image: [2, 4, 5, 2], size: [3, 2], filters: 3),
    .init(image: [1, 5, 5, 2], size: [3, 3], filters: 2, strides: [2, 2], padding: .same),
    .init(image: [1, 6, 5, 2], size: [2, 2], filters: 4, strides: [2, 1], dilation: [2, 1], groups: 2),
    .init(image: [1, 4, 4, 1], size: [1, 1], filters: 2, strides: [3, 3]),
    .init(image: [2, 7, 2], size: [3], filters: 2, strides: [2]),
    .init(image: [1, 6, 2], size: [2], filters: 4, dilation: [2], padding: .causal, groups: 2),
    .init(image: [1, 3, 4, 3, 2], size: [2, 2, 1], filters: 2, strides: [1, 2, 1], padding: .same),
]

/// What oneDNN is asked for: odd and even numbers of channels below, at and above its blocks, and every setting.
let largeConvolutions: [ConvolutionSettings] = {
    var settings: [ConvolutionSettings] = []
    for channels in [1, 3, 8, 20, 32] {
        for filters in [1, 8, 16, 20] {
            settings.append(.init(image: [3, 9, 8, channels], filters: filters))
            settings.append(.init(image: [2, 9, 8, channels], filters: filters, strides: [2, 2], padding: .same))
        }
        settings.append(.init(image: [2, 11, 10, channels], size: [3, 2], filters: 12, dilation: [2, 3]))
        settings.append(
            .init(image: [2, 11, 10, channels], size: [5, 5], filters: 16, strides: [3, 1], padding: .same))
    }
    settings.append(.init(image: [2, 8, 8, 8], filters: 8, padding: .same, groups: 2))
    settings.append(.init(image: [2, 8, 8, 8], filters: 8, padding: .same, groups: 8))
    settings.append(.init(image: [2, 8, 8, 32], filters: 32, strides: [2, 2], groups: 2))
    settings.append(.init(image: [2, 8, 8, 6], filters: 12, padding: .same, groups: 3))
    settings.append(.init(image: [1, 23, 23, 3], size: [11, 11], filters: 96, strides: [4, 4]))
    for (channels, filters) in [(1, 8), (8, 16), (20, 5), (32, 32)] {
        settings.append(.init(image: [3, 19, channels], size: [5], filters: filters))
        settings.append(.init(image: [2, 20, channels], size: [3], filters: filters, strides: [2], padding: .same))
        settings.append(.init(image: [2, 18, channels], size: [2], filters: filters, dilation: [4], padding: .causal))
        settings.append(.init(image: [2, 5, 6, 7, channels], size: [3, 3, 3], filters: filters))
        settings.append(
            .init(
                image: [1, 5, 6, 4, channels], size: [2, 3, 1], filters: filters, strides: [2, 2, 1], padding: .same))
    }
    settings.append(.init(image: [2, 12, 16], size: [3], filters: 16, padding: .causal, groups: 16))
    settings.append(.init(image: [2, 4, 5, 5, 8], size: [2, 3, 3], filters: 16, dilation: [1, 2, 1], groups: 2))
    return settings
}()

private func convolutionCases(_ settings: ConvolutionSettings, smooth: Bool) -> [OperationCase] {
    let x = CaseArray.spread(settings.image), kernel = CaseArray.spread(settings.kernel, from: -1, to: 1, seed: 5)
    let g = CaseArray.spread(settings.output, seed: 8)
    return [
        OperationCase(
            "convolution", settings.text, [x, kernel], shape: settings.output, tolerance: 2e-5,
            twice: smooth && settings.groups == 1, smooth: smooth,
            reference: {
                settings.window.convolution($0[0], $0[1], filters: settings.filters, groups: settings.groups)
            }
        ) { settings($0[0], $0[1]) },
        OperationCase(
            "convolution_input_gradient", settings.text, [x, kernel, g], shape: settings.image, tolerance: 2e-5,
            smooth: smooth
        ) {
            try gradient(of: (settings($0[0], $0[1]) * $0[2]).sum(), withRespectTo: $0[0])
        },
        OperationCase(
            "convolution_kernel_gradient", settings.text, [x, kernel, g], shape: settings.kernel, tolerance: 1e-4,
            smooth: smooth
        ) {
            try gradient(of: (settings($0[0], $0[1]) * $0[2]).sum(), withRespectTo: $0[1])
        },
    ]
}

private struct PoolSettings {
    var image: Shape
    var size: [Int]
    var strides: [Int]?
    var padding = Padding.valid
    var smooth = true
}

private let pools: [PoolSettings] = [
    .init(image: [2, 4, 4, 3], size: [2, 2]),
    .init(image: [1, 5, 5, 2], size: [3, 3], strides: [2, 2]),
    .init(image: [1, 5, 6, 2], size: [3, 2], strides: [1, 1], padding: .same),
    .init(image: [1, 5, 5, 1], size: [2, 2], strides: [2, 2], padding: .same),
    .init(image: [1, 4, 4, 1], size: [1, 1], strides: [3, 3]),
    .init(image: [3, 9, 7, 20], size: [3, 3], strides: [2, 2], padding: .same, smooth: false),
    .init(image: [2, 8, 8, 32], size: [2, 2], smooth: false),
    .init(image: [1, 18, 20, 2], size: [17, 17], strides: [1, 1], smooth: false),
    .init(image: [2, 7, 3], size: [2]),
    .init(image: [1, 8, 16], size: [3], strides: [2], padding: .same),
    .init(image: [1, 4, 4, 5, 2], size: [2, 2, 2]),
    .init(image: [1, 4, 5, 4, 8], size: [3, 2, 3], strides: [2, 1, 2], padding: .same),
    .init(image: [1, 5, 2, 2, 3], size: [2, 1, 1], strides: [1, 1, 1]),
    .init(image: [1, 3, 4, 4, 2], size: [1, 2, 2]),
]

private func poolCases(_ settings: PoolSettings) -> [OperationCase] {
    let window = NaiveWindow(
        settings.image, size: settings.size, strides: settings.strides ?? settings.size, padding: settings.padding)
    let (size, strides, padding, smooth) = (settings.size, settings.strides, settings.padding, settings.smooth)
    let output = Shape([settings.image[0]] + window.output + [settings.image.channels])
    let text = "\(settings.image) \(size) by \(strides ?? size) \(padding)"
    let x = CaseArray.spread(settings.image), g = CaseArray.spread(output, seed: 8)
    // A cotangent of the gradient, for the derivative of second order.
    let h = CaseArray.spread(settings.image, seed: 9)
    let maximum: @Sendable (Tensor) -> Tensor = { maximumPool($0, size: size, strides: strides, padding: padding) }
    let average: @Sendable (Tensor) -> Tensor = { averagePool($0, size: size, strides: strides, padding: padding) }
    return [
        OperationCase(
            "maximum_pool", text, [x], shape: output, twice: smooth, smooth: smooth,
            reference: { v in
                window.pool(v[0]) { $0.max()! }
            }
        ) { maximum($0[0]) },
        OperationCase(
            "maximum_pool_gradient", text, [x, g], shape: settings.image, smooth: smooth,
            reference: { v in
                var result = [Double](repeating: 0, count: v[0].count)
                var place = 0
                window.forEach { n, places in
                    for c in 0..<window.image.channels {
                        let best = places.map { window.index(n, $0.image, c) }.max { v[0][$0] < v[0][$1] }!
                        result[best] += v[1][place]
                        place += 1
                    }
                }
                return result
            }
        ) { try gradient(of: (maximum($0[0]) * $0[1]).sum(), withRespectTo: $0[0]) },
        OperationCase("maximum_pool_select", text, [x, g, h], shape: output, smooth: smooth) {
            let first = try gradient(of: (maximum($0[0]) * $0[1]).sum(), withRespectTo: $0[0])
            return try gradient(of: (first * $0[2]).sum(), withRespectTo: $0[1])
        },
        OperationCase(
            "average_pool", text, [x], shape: output, twice: smooth, smooth: smooth,
            reference: { v in
                window.pool(v[0]) { $0.reduce(0, +) / Double($0.count) }
            }
        ) { average($0[0]) },
        OperationCase(
            "average_pool_gradient", text, [x, g], shape: settings.image, smooth: smooth,
            reference: { v in
                var result = [Double](repeating: 0, count: v[0].count)
                var place = 0
                window.forEach { n, places in
                    for c in 0..<window.image.channels {
                        for at in places { result[window.index(n, at.image, c)] += v[1][place] / Double(places.count) }
                        place += 1
                    }
                }
                return result
            }
        ) { try gradient(of: (average($0[0]) * $0[1]).sum(), withRespectTo: $0[0]) },
    ]
}

let convolutionOperationCases: [OperationCase] =
    smallConvolutions.flatMap { convolutionCases($0, smooth: true) }
    + largeConvolutions.flatMap { convolutionCases($0, smooth: false) }

let poolOperationCases: [OperationCase] = pools.flatMap(poolCases)
