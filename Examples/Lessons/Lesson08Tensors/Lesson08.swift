import Myelin

extension Lesson {
    static let tensors = Lesson(
        8, "Data as tensors of rank 2 to 5", aim: "Know the shape of your data, and which layer takes it."
    ) { output in
        output.heading("From a number to a table")
        for (name, tensor) in [
            ("a number", Tensor(3.5)), ("a vector", [1, 2, 3]), ("a matrix", [[1, 2, 3], [4, 5, 6]]),
        ] {
            output.line("\(name): rank \(tensor.rank), shape \(tensor.shape), \(tensor.dtype)")
        }
        let images = try Samples.images()
        try data(images, output)
        try slices(images, output)
        try output.picture("lesson08-tensors") { try Pictures08.figure(images).write(to: $0) }
    }

    private static func data(_ images: Tensor, _ output: LessonOutput) throws {
        output.heading("Data and a layer that takes them")
        output.row(("data", 11), ("rank", 6), ("shape", 24), ("bytes", -9), ("   layer", 20), ("gives", 20))
        let rows: [(String, Tensor, Layer)] = [
            ("vectors", Samples.vectors(), Dense(8)),
            ("sequences", Samples.sequences(), LSTM(8)),
            ("images", images, Conv2D(8, 3)),
            ("videos", Samples.videos(), Conv3D(8, 3)),
        ]
        for (name, tensor, layer) in rows {
            let sizes = tensor.shape.sizes
            let model = try Sequential([Input(shape: Array(sizes.dropFirst())), layer], seed: 1)
            // Two samples are enough to see the shape of the result.
            let result = try model.predict(tensor[..<2].cast(to: .float32))
            let given = Shape([sizes[0]] + Array(result.shape.sizes.dropFirst()))
            output.row(
                (name, 11), ("\(tensor.rank)", 6), ("\(tensor.shape)", 24),
                ("\(tensor.count * tensor.dtype.byteCount)", -9), ("   " + layer.className, 20), ("\(given)", 20))
        }
    }

    private static func slices(_ images: Tensor, _ output: LessonOutput) throws {
        output.heading("Parts of a tensor")
        output.line("images[..<32], a batch: \(images[..<32].shape)")
        output.line("images[5], one image: \(images[5].shape)")
        output.line("images[.all, 7..<21, 7..<21], the middle of each: \(images[.all, 7..<21, 7..<21].shape)")
        let flat = images.reshaped(to: [128, 784]).cast(to: .float32) / 255
        output.line("as vectors of numbers from 0 to 1: \(flat.shape), \(flat.dtype)")
        output.number("the brightest pixel", Double(try flat.max().scalar(Float.self)), digits: 3)
    }
}
