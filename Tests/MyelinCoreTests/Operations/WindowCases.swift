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

    init(_ image: Shape, size: [Int], strides: [Int] = [1, 1], dilation: [Int] = [1, 1], padding: Padding) {
        self.image = image
        self.size = size
        self.strides = strides
        self.dilation = dilation
        var low: [Int] = [], output: [Int] = []
        for axis in 0..<2 {
            let input = image[axis + 1], extent = (size[axis] - 1) * dilation[axis] + 1
            if padding == .same {
                output.append((input + strides[axis] - 1) / strides[axis])
                low.append(max((output[axis] - 1) * strides[axis] + extent - input, 0) / 2)
            } else {
                output.append((input - extent) / strides[axis] + 1)
                low.append(0)
            }
        }
        self.low = low
        self.output = output
    }

    /// For every output position: batch, row, column, and the window's places inside of the image.
    func forEach(_ body: (_ n: Int, _ i: Int, _ j: Int, _ places: [(di: Int, dj: Int, y: Int, x: Int)]) -> Void) {
        for n in 0..<image[0] {
            for i in 0..<output[0] {
                for j in 0..<output[1] {
                    var places: [(di: Int, dj: Int, y: Int, x: Int)] = []
                    for di in 0..<size[0] {
                        for dj in 0..<size[1] {
                            let y = i * strides[0] + di * dilation[0] - low[0],
                                x = j * strides[1] + dj * dilation[1] - low[1]
                            if (0..<image[1]).contains(y), (0..<image[2]).contains(x) { places.append((di, dj, y, x)) }
                        }
                    }
                    body(n, i, j, places)
                }
            }
        }
    }

    func at(_ values: [Double], _ n: Int, _ y: Int, _ x: Int, _ c: Int) -> Double {
        values[((n * image[1] + y) * image[2] + x) * image[3] + c]
    }

    func convolution(_ x: [Double], _ kernel: [Double], filters: Int, groups: Int) -> [Double] {
        let channels = image[3] / groups, perGroup = filters / groups
        var result: [Double] = []
        forEach { n, _, _, places in
            for f in 0..<filters {
                var sum = 0.0
                for place in places {
                    for c in 0..<channels {
                        let weight = kernel[((place.di * size[1] + place.dj) * channels + c) * filters + f]
                        sum += weight * at(x, n, place.y, place.x, f / perGroup * channels + c)
                    }
                }
                result.append(sum)
            }
        }
        return result
    }

    func pool(_ x: [Double], _ combine: ([Double]) -> Double) -> [Double] {
        var result: [Double] = []
        forEach { n, _, _, places in
            for c in 0..<image[3] { result.append(combine(places.map { at(x, n, $0.y, $0.x, c) })) }
        }
        return result
    }
}

struct ConvolutionSettings: Sendable {
    var image: Shape
    var size = [3, 3]
    var filters: Int
    var strides = [1, 1]
    var dilation = [1, 1]
    var padding = Padding.valid
    var groups = 1

    var kernel: Shape { Shape(size + [image[3] / groups, filters]) }
    var window: NaiveWindow { NaiveWindow(image, size: size, strides: strides, dilation: dilation, padding: padding) }
    var output: Shape { Shape([image[0]] + window.output + [filters]) }
    var text: String {
        "\(image) by \(kernel) strides \(strides) dilation \(dilation) \(padding) groups \(groups)"
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
]

private func poolCases(_ settings: PoolSettings) -> [OperationCase] {
    let window = NaiveWindow(
        settings.image, size: settings.size, strides: settings.strides ?? settings.size, padding: settings.padding)
    let (size, strides, padding, smooth) = (settings.size, settings.strides, settings.padding, settings.smooth)
    let output = Shape([settings.image[0]] + window.output + [settings.image[3]])
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
                window.forEach { n, _, _, places in
                    for c in 0..<window.image[3] {
                        let best = places.max { window.at(v[0], n, $0.y, $0.x, c) < window.at(v[0], n, $1.y, $1.x, c) }!
                        result[((n * window.image[1] + best.y) * window.image[2] + best.x) * window.image[3] + c] +=
                            v[1][place]
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
                window.forEach { n, _, _, places in
                    for c in 0..<window.image[3] {
                        for at in places {
                            result[((n * window.image[1] + at.y) * window.image[2] + at.x) * window.image[3] + c] +=
                                v[1][place] / Double(places.count)
                        }
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
