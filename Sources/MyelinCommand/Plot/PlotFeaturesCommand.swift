import ArgumentParser
import Myelin

/// Draws what a layer makes of an image.
struct PlotFeaturesCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "features", abstract: "Draw what a layer makes of an image.")

    @Argument(help: "A recipe, or a model file.") var model: String
    @OptionGroup var picture: PictureOptions
    @Option(help: "A .png or .jpg file, brought to the model's size.") var image: String?
    @Option(
        help: """
            What bytes of the image are divided by before the model sees them. Default: 255, or 1 for a model that begins \
            with a Rescaling layer.
            """) var divisor: Double?
    @Option(help: "A .npz file with images under the input's name or 'x', instead.") var data: String?
    @Option(help: "Which image of the .npz file, from 0.") var sample: Int = 0
    @Option(help: "The name of the layer; the first convolution by default.") var layer: String?
    @Option(help: "So many feature maps are drawn, the first ones.") var most: Int = 64

    func validate() throws {
        if (image == nil) == (data == nil) { throw ValidationError("give either --image or --data") }
        if let divisor, !(divisor.isFinite && divisor > 0) {
            throw ValidationError("--divisor: expected a number above 0, got \(divisor)")
        }
    }

    func run() throws {
        let (model, _) = try ModelArgument.model(self.model)
        let figure = try Figure.featureMaps(of: model, image: try input(of: model), layer: layer, most: most)
        try picture.write(default: PictureOptions.name(for: self.model, "features")) { try figure.write(to: $0) }
    }

    private func input(of model: Model) throws -> Tensor {
        guard let image else {
            let arrays = try ArraysFile(data!).inputs(of: model)
            guard let images = arrays.first?.numbers, images.rank > 0 else {
                throw MyelinError(.data, "\(data!): expected images, got text")
            }
            guard (0..<images.shape[0]).contains(sample) else {
                throw MyelinError(.argument, "--sample: expected 0 to \(images.shape[0] - 1), got \(sample)")
            }
            return images[sample]
        }
        let shape = model.inputs.first?.shape ?? []
        guard model.inputs.count == 1, shape.count == 3 || shape.count == 4 else {
            throw MyelinError(.argument, "\(self.model): takes no image")
        }
        let channels = shape.count == 4 ? shape[3] ?? 3 : 1
        guard channels == 1 || channels == 3 else {
            throw MyelinError(
                .argument, "\(self.model): takes images of \(channels) channels; an image file has 1 or 3")
        }
        var options = ImageOptions(colorMode: channels == 1 ? .grayscale : .rgb)
        if let height = shape[1], let width = shape[2] { options.size = [height, width] }
        let rescales = model.layers.first { !($0 is Input) } is Rescaling
        let divisor = divisor ?? (rescales ? 1 : 255)
        let pixels = try ImageFile.read(image, options).cast(to: .float32) / divisor
        return shape.count == 3 ? pixels.reshaped(to: Shape(Array(pixels.shape.sizes.prefix(2)))) : pixels
    }
}
