import Foundation
import MyelinCore
import MyelinData

// The values that TensorBoard's pages show, each a tensor of the shape that its page expects.

extension TBSummary.Value {
    private init(_ tag: String, _ page: String, _ dataClass: TBDataClass, _ tensor: TBTensorValue) {
        self.init()
        self.tag = tag
        metadata.pluginData.pluginName = page
        metadata.dataClass = dataClass
        self.tensor = tensor
    }

    /// A number.
    static func scalar(_ tag: String, _ value: Double) -> Self {
        var tensor = TBTensorValue()
        tensor.dtype = .dtFloat
        tensor.tensorShape = TBTensorShape()
        tensor.floatVal = [Float(value)]
        return Self(tag, "scalars", .scalar, tensor)
    }

    /// How numbers are spread: rows of left edge, right edge and count. What is not finite is left out.
    static func histogram(_ tag: String, _ values: [Double], buckets: Int = 30) -> Self {
        var tensor = TBTensorValue()
        tensor.dtype = .dtDouble
        tensor.tensorShape = TBTensorShape([buckets, 3])
        tensor.doubleVal = histogramRows(values.filter(\.isFinite), buckets: buckets)
        return Self(tag, "histograms", .tensor, tensor)
    }

    /// Images of one size: UInt8 of shape (count, height, width, channels), of which the first few are written.
    static func images(_ tag: String, _ images: Tensor, most: Int = 3) throws -> Self {
        var tensor = TBTensorValue()
        tensor.dtype = .dtString
        let files = try (0..<min(images.shape[0], most)).map { Data(try ImageFile.png(images[$0])) }
        tensor.stringVal = [Data("\(images.shape[2])".utf8), Data("\(images.shape[1])".utf8)] + files
        tensor.tensorShape = TBTensorShape([tensor.stringVal.count])
        return Self(tag, "images", .blobSequence, tensor)
    }

    /// A model's configuration, which the page of graphs shows as its conceptual graph.
    static func kerasModel(_ tag: String, json: Data) -> Self {
        var tensor = TBTensorValue()
        tensor.dtype = .dtString
        tensor.tensorShape = TBTensorShape()
        tensor.stringVal = [json]
        var value = Self(tag, "graph_keras_model", .unknown, tensor)
        value.metadata.pluginData.content = Data("1".utf8)
        return value
    }
}

extension TBTensorShape {
    init(_ sizes: [Int]) {
        self.init()
        dim = sizes.map { size in
            var dimension = Dimension()
            dimension.size = Int64(size)
            return dimension
        }
    }
}

/// Equal numbers all count in the last of buckets without a width, as TensorBoard has it.
package func histogramRows(_ values: [Double], buckets: Int) -> [Double] {
    guard let low = values.min(), let high = values.max() else { return [Double](repeating: 0, count: buckets * 3) }
    var counts = [Double](repeating: 0, count: buckets)
    let width = (high - low) / Double(buckets)
    for value in values {
        counts[width > 0 ? min(Int((value - low) / width), buckets - 1) : buckets - 1] += 1
    }
    func edge(_ number: Int) -> Double { number == buckets ? high : low + width * Double(number) }
    var rows: [Double] = []
    for number in 0..<buckets { rows += [edge(number), edge(number + 1), counts[number]] }
    return rows
}
