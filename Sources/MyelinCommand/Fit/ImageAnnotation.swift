import Myelin

/// What a model file keeps of the images that its network was trained on: the names of the classes.
struct ImageAnnotation {
    let classNames: [String]

    private static let key = "images"

    init(classNames: [String]) { self.classNames = classNames }

    /// Of a model that was trained on images; nil of any other.
    init?(_ model: Model) {
        guard case .object(let fields)? = model.annotations[Self.key], case .array(let names)? = fields["class_names"]
        else { return nil }
        classNames = names.compactMap { if case .string(let name) = $0 { name } else { nil } }
        guard classNames.count == model.outputs.first?.shape.last ?? 0 else { return nil }
    }

    func annotate(_ model: Model) {
        model.annotations[Self.key] = ["class_names": .array(classNames.map { .string($0) })]
    }
}
