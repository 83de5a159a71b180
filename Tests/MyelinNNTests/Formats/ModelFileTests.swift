import Foundation
import Myelin
import MyelinData
import MyelinFormats
import MyelinNN
import TestSupport
import Testing

struct ModelFileTests {
    /// A model with every layer that has weights or state, nested and shared.
    private func network() throws -> Model {
        let images = Input(shape: [10, 10, 3], name: "images"),
            numbers = Input(shape: [4], dtype: .float32, name: "numbers")
        let eye = try Sequential(name: "eye", seed: 8) {
            Input(shape: [10, 10, 3])
            Rescaling(0.5, offset: -1)
            Conv2D(6, 3, padding: .same, groups: 3, activation: .gelu, kernelRegularizer: L1L2(l1: 0.01, l2: 0.02))
            BatchNormalization(momentum: 0.9)
            MaxPooling2D(2)
            Conv2D(8, [2, 3], strides: [2, 1], useBias: false, kernelInitializer: HeNormal())
            LeakyReLU(negativeSlope: 0.1)
            AveragePooling2D([2, 1], strides: [1, 1], padding: .same)
            GlobalAveragePooling2D()
        }
        let shared = Dense(4, activation: .tanh, name: "shared")
        let seen = shared(Dense(4)(ReLU(maxValue: 6)(eye(images))))
        let known = shared(Reshape([4])(Reshape([2, 2])(numbers)))
        let first = Softmax()(Dense(3)(Dropout(0.25)(seen)))
        let second = ActivationLayer(.sigmoid)(Flatten()(known))
        return try Model(inputs: [images, numbers], outputs: [first, second], name: "everything", seed: 3)
    }

    private let images = Tensor(scattered(600).map { Float($0) }, shape: [2, 10, 10, 3])
    private let numbers = Tensor(scattered(8).map { Float($0) }, shape: [2, 4])

    @Test func aModelComesBackBitForBit() throws {
        try withFolder { folder in
            let path = folder + "/model.keras"
            let model = try network()
            model.compile(
                optimizer: SGD(learningRate: 0.1), losses: [.sparseCategoricalCrossentropy, .meanSquaredError])
            try model.fit([images, numbers], [Tensor([0, 2] as [Int32]), numbers], epochs: 2, verbose: .silent)
            try model.save(path)
            let copy = try loadModel(path)
            #expect(try copy.weightBits() == model.weightBits())
            #expect(copy.serialized == model.serialized)
            let expected = try model.predict([images, numbers]), found = try copy.predict([images, numbers])
            for (a, b) in zip(found, expected) { #expect(try a.scalars() == b.scalars()) }
            // Dropout goes on where it was.
            #expect(
                try copy.storedVariables.map { try $0.value.scalars(Int.self) }
                    == model.storedVariables.map { try $0.value.scalars(Int.self) })
            // Saving again gives the same parts, but for the date.
            let again = folder + "/again.keras"
            try copy.save(again)
            for name in ["config.json", "model.weights.h5", "myelin.json"] {
                #expect(try member(name, of: again) == member(name, of: path), "\(name)")
            }
        }
    }

    private func member(_ name: String, of path: String) throws -> [UInt8] {
        try Zip.Reader(path).read(name, limit: 1 << 20)
    }

    /// Training goes on where it stopped: optimizer, compiled losses and metrics come with the file.
    @Test func trainingGoesOnAfterLoading() throws {
        try withFolder { folder in
            let (x, y) = points(60)
            let model = try classifier()
            try model.fit(x, y, batchSize: 16, epochs: 2, verbose: .silent, shuffle: false)
            try model.save(folder + "/m.keras")
            let copy = try loadModel(folder + "/m.keras")
            #expect(try copy.evaluate(x, y).entries.map(\.value) == model.evaluate(x, y).entries.map(\.value))
            for one in [model, copy] { try one.fit(x, y, batchSize: 16, epochs: 2, verbose: .silent, shuffle: false) }
            #expect(try copy.weightBits() == model.weightBits())
            #expect(copy.history.values == model.history.values)
        }
    }

    /// As Keras puts a whole model into one file; a list of names that is too long for one attribute is in several.
    @Test func trainingGoesOnFromALegacyFile() throws {
        try withFolder { folder in
            let (x, y) = points(60), path = folder + "/m.h5"
            let model = try classifier()
            try model.fit(x, y, batchSize: 16, epochs: 2, verbose: .silent, shuffle: false)
            var root = HDF5Group(attributes: [
                "model_config": .string(String(decoding: model.serialized.json(), as: UTF8.self)),
                "training_config": .string(String(decoding: model.compileConfig.json(), as: UTF8.self)),
            ])
            var weights = HDF5Group()
            for (place, layer) in model.layers.enumerated() {
                weights.attributes["layer_names\(place)"] = .strings([layer.name])
                let names = layer.weights.map { "\(layer.name)/\($0.name)" }
                var group = HDF5Group(attributes: ["weight_names": .strings(names)])
                for (name, weight) in zip(names, layer.weights) { group[name] = .dataset(HDF5Dataset(weight.value)) }
                weights[layer.name] = .group(group)
            }
            root["model_weights"] = .group(weights)
            let state = try #require(model.optimizer).state(for: model.trainableWeights)
            var optimizer = HDF5Group(attributes: ["weight_names": .strings(state.indices.map { "adam/\($0)" })])
            for (place, variable) in state.enumerated() {
                optimizer["adam/\(place)"] = .dataset(HDF5Dataset(variable.value))
            }
            root["optimizer_weights"] = .group(optimizer)
            try HDF5.write(root, to: path)
            let copy = try loadModel(path), other = try classifier()
            try other.loadWeights(path)
            #expect(try other.weightBits() == model.weightBits())
            for one in [model, copy] { try one.fit(x, y, batchSize: 16, epochs: 2, verbose: .silent, shuffle: false) }
            #expect(try copy.weightBits() == model.weightBits())
        }
    }

    private struct Unregistered: Loss {
        static let className = "Unregistered"
        init() {}
        init(config: Config) throws {}
        func values(target: Tensor, prediction: Tensor) -> Tensor { square(prediction - target).mean(axes: [-1]) }
    }

    /// To predict, what a model was compiled with need not be known.
    @Test func aModelWithoutWhatItWasCompiledWith() throws {
        try withFolder { folder in
            let (x, _) = points(60), path = folder + "/m.keras"
            let model = try classifier()
            model.compile(loss: Unregistered())
            try model.save(path)
            let text = errorText { try loadModel(path) } ?? ""
            #expect(text.contains("unknown loss") && text.contains("Unregistered"), "\(text)")
            let copy = try loadModel(path, compile: false)
            #expect(copy.optimizer == nil)
            #expect(try copy.predict(x).scalars() == model.predict(x).scalars())
        }
    }

    /// Files of Keras have no seed, and a run of one that is started again is the same run.
    @Test func aFileWithoutASeed() throws {
        try withFolder { folder in
            try classifier().save(folder + "/m.keras")
            let names = try Zip.Reader(folder + "/m.keras").members.map(\.name).filter { $0 != "myelin.json" }
            let members = try names.map { Zip.NewMember($0, try member($0, of: folder + "/m.keras")) }
            try Zip.write(members, to: folder + "/keras.keras")
            #expect(try loadModel(folder + "/keras.keras").seed == 0)
            #expect(try loadModel(folder + "/keras.keras", seed: 5).seed == 5)
        }
    }

    @Test func aLinkStaysOne() throws {
        try withFolder { folder in
            let model = try classifier(), link = folder + "/link.keras"
            try classifier().save(folder + "/m.keras")
            try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: "m.keras")
            let (x, y) = points(60)
            try model.fit(x, y, verbose: .silent)
            try model.save(link)
            #expect(try FileManager.default.destinationOfSymbolicLink(atPath: link) == "m.keras")
            #expect(try loadModel(folder + "/m.keras").weightBits() == model.weightBits())
        }
    }

    @Test func aLoadedModelCanBeTrained() throws {
        try withFolder { folder in
            let (x, y) = points(60)
            let model = try classifier()
            try model.save(folder + "/m")
            let copy = try #require(try loadModel(folder + "/m") as? Sequential)
            copy.compile(
                optimizer: Adam(learningRate: 0.02), loss: .sparseCategoricalCrossentropy, metrics: [.accuracy])
            try model.fit(x, y, batchSize: 16, epochs: 3, verbose: .silent)
            try copy.fit(x, y, batchSize: 16, epochs: 3, verbose: .silent)
            #expect(try copy.weightBits() == model.weightBits())
        }
    }

    @Test func layersOfOnesOwnAreRegistered() throws {
        final class Twice: Layer {
            override func call(_ x: Tensor, _ context: CallContext) throws -> Tensor { x * 2 }
        }
        try withFolder { folder in
            let path = folder + "/m"
            try Sequential([Input(shape: [2]), Twice(name: "twice")]).save(path)
            #expect(
                errorText { try loadModel(path) }
                    == "\(path): unknown layer class Twice 'twice'; register a class of one's own with Registry.layers.register"
            )
            Registry.layers.register("Twice") { Twice(name: try $0.string("name")) }
            #expect(try loadModel(path).predict(Tensor([[1, 2]])).scalars() == [2, 4])
        }
    }

    @Test func aFailedSaveLeavesTheOldFile() throws {
        try withFolder { folder in
            // A name that is as long as names may be: there is no room for that of the new file beside it.
            let path = folder + "/" + String(repeating: "m", count: 244) + ".keras"
            let model = try classifier()
            try model.save(folder + "/m")
            try FileManager.default.moveItem(atPath: folder + "/m", toPath: path)
            let before = try Data(contentsOf: URL(fileURLWithPath: path))
            let (x, y) = points(20)
            let text = errorText {
                try model.fit(x, y, epochs: 3, verbose: .silent, callbacks: [ModelCheckpoint(path)])
            }
            #expect(text?.hasPrefix("\(path): cannot write") == true)
            #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == before)
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder).count == 1)
            #expect(errorText { try model.save("/nowhere/m") }?.hasPrefix("/nowhere/m: cannot write") == true)
            #expect(errorText { try model.save(folder) }?.hasPrefix("\(folder): cannot write") == true)
        }
    }

    @Test func checkpoints() throws {
        try withFolder { folder in
            let (x, y) = points(20)
            let model = try classifier()
            try model.fit(
                x, y, epochs: 3, verbose: .silent, callbacks: [ModelCheckpoint(folder + "/all-{epoch}.keras")])
            #expect(
                try FileManager.default.contentsOfDirectory(atPath: folder).sorted() == [
                    "all-1.keras", "all-2.keras", "all-3.keras",
                ])
            #expect(try loadModel(folder + "/all-3.keras").weightBits() == model.weightBits())
            #expect(try loadModel(folder + "/all-1.keras").weightBits() != model.weightBits())
            // The best alone.
            var best: [[UInt32]] = []
            final class Script: Callback {
                override func onEpochEnd(_ epoch: Int, logs: inout Logs) { logs["val_loss"] = [3, 1, 2][epoch] }
            }
            let keep = LambdaCallback(onEpochEnd: { epoch, _ in if epoch == 1 { best = try model.weightBits() } })
            try model.fit(
                x, y, epochs: 3, verbose: .silent,
                callbacks: [Script(), keep, ModelCheckpoint(folder + "/new/best.keras", saveBestOnly: true)])
            #expect(try loadModel(folder + "/new/best.keras").weightBits() == best)
        }
    }

    // MARK: Damage

    @Test func filesThatAreNoModels() throws {
        try withFolder { folder in
            func file(_ name: String, _ text: String) throws -> String {
                try text.write(toFile: folder + "/" + name, atomically: false, encoding: .utf8)
                return folder + "/" + name
            }
            let missing = folder + "/missing"
            #expect(errorText { try loadModel(missing) }?.hasPrefix("\(missing): ") == true)
            #expect(errorText { try loadModel(folder) } == "\(folder): is a folder, expected a file")
            for text in ["", "hello", String(repeating: "PK\u{3}\u{4}", count: 100)] {
                let path = try file("text", text)
                #expect(errorText { try loadModel(path) }?.hasPrefix(path) == true)
            }
            let neither = "expected a .keras file (a zip archive) or an .h5 file, got neither"
            #expect(try errorText { try loadModel(file("text", "hello")) } == "\(folder)/text: \(neither)")
            let other = folder + "/other.keras"
            try NumPy.write(["x": Tensor([1])], npz: other)
            #expect(errorText { try loadModel(other) }?.contains("no member config.json") == true)
            try Zip.write([Zip.NewMember("config.json", [1, 2, 3])], to: other)
            #expect(errorText { try loadModel(other) }?.hasPrefix("\(other): config.json: is no JSON") == true)
        }
    }

    /// Writes a file again with one of its parts changed.
    private func change(_ path: String, _ name: String, _ change: ([UInt8]) throws -> [UInt8]?) throws {
        let archive = try Zip.Reader(path)
        let members = try archive.members.compactMap { member -> Zip.NewMember? in
            let bytes = try archive.read(member.name, limit: 1 << 20)
            return try (member.name == name ? change(bytes) : bytes).map { Zip.NewMember(member.name, $0) }
        }
        try Zip.write(members, to: path)
    }

    @Test func weightsThatAreMissingOrOfAnotherShape() throws {
        try withFolder { folder in
            let path = folder + "/m.keras"
            func load(_ edit: (inout HDF5Group) -> Void) throws -> String? {
                try classifier().save(path)
                try change(path, "model.weights.h5") { bytes in
                    var root = try HDF5.read(Storage(bytes), place: "weights")
                    edit(&root)
                    let image = try HDF5.bytes(of: root)
                    return image.elements(as: UInt8.self).map { $0 }
                }
                return errorText { try loadModel(path) }
            }
            let untouched = try load { _ in }
            #expect(untouched == nil)
            #expect(
                try load { $0["layers/dense/vars/1"] = .dataset(HDF5Dataset(Tensor.zeros([5]))) }
                    == "\(path): layers/dense/vars/1: expected shape (16,) for dense's bias, got (5,)")
            #expect(
                try load { $0["layers/dense_1/vars"] = .group(HDF5Group()) }
                    == "\(path): layers/dense_1/vars/0: missing: dense_1's kernel of shape (16, 3)")
            #expect(
                try load { $0["layers/dense/vars/2"] = .dataset(HDF5Dataset(Tensor.zeros([5]))) }
                    == "\(path): layers/dense/vars/2: the model has no such weight")
            #expect(
                try load { $0["layers/dense/vars/1"] = .dataset(HDF5Dataset(Tensor.zeros([100_000]))) }?.contains(
                    "model.weights.h5") == true)
            try classifier().save(path)
            try change(path, "model.weights.h5") { _ in nil }
            #expect(errorText { try loadModel(path) }?.contains("no member model.weights.h5") == true)
        }
    }

    @Test func configurationsThatMakeNoSense() throws {
        try withFolder { folder in
            let path = folder + "/m.keras"
            func load(_ edit: (String) -> String) throws -> String? {
                try network().save(path)
                try change(path, "config.json") { Array(edit(String(decoding: $0, as: UTF8.self)).utf8) }
                return errorText { try loadModel(path) }
            }
            func load(replacing old: String, by new: String) throws -> String? {
                try load {
                    #expect($0.contains(old), "\(old)")
                    return $0.replacingOccurrences(of: old, with: new)
                }
            }
            let untouched = try load { $0 }
            #expect(untouched == nil)
            #expect(try load { _ in "[]" } == "\(path): config: expected a layer")
            #expect(try load { _ in "{}" } == "\(path): config: a layer without a class name")
            #expect(
                try load(replacing: "[\"shared\",0,0]", by: "[\"shred\",0,0]")?.contains("no layer 'shred'") == true)
            #expect(try load(replacing: "[\"shared\",0,0]", by: "[\"shared\",7,0]")?.contains("never computed") == true)
            #expect(
                try load(replacing: "\"kwargs\":{}", by: "\"kwargs\":[]")?.contains(
                    "expected the kwargs of a call, got []") == true)
            #expect(
                try load(replacing: "\"units\":4", by: "\"units\":-4")?.contains("expected at least 1 unit, got -4")
                    == true)
            #expect(
                try load(replacing: "\"units\":4", by: "\"units\":\"many\"")?.contains(
                    "setting 'units': expected a whole number") == true)
            #expect(
                try load(replacing: "\"class_name\":\"Dense\"", by: "\"class_name\":\"Dance\"")?.contains(
                    "unknown layer class Dance") == true)
            #expect(
                try load(replacing: "\"class_name\":\"Dense\"", by: "\"class_name\":\"Lambda\"")?.contains(
                    "unknown layer class Lambda 'dense'") == true)
            #expect(try load { _ in String(repeating: "[", count: 100_000) } != nil)
            // Numbers that no machine has the memory for.
            #expect(try load(replacing: "\"units\":3", by: "\"units\":3000000000000") != nil)
            #expect(try load(replacing: "\"units\":3", by: "\"units\":9223372036854775807") != nil)
            #expect(try load(replacing: "[null,10,10,3]", by: "[null,-10,10,3]") != nil)
        }
    }

    /// Cut off anywhere, or with any byte changed: an error of Myelin's own, or a model, never a crash.
    @Test func cutAndChangedFiles() throws {
        try withFolder { folder in
            let path = folder + "/m.keras"
            try Sequential([Input(shape: [3]), Dense(2, activation: .relu), Dropout(0.5)], seed: 1).save(path)
            let bytes = try Data(contentsOf: URL(fileURLWithPath: path))
            func load(_ bytes: Data) throws -> String? {
                try bytes.write(to: URL(fileURLWithPath: path))
                do {
                    _ = try loadModel(path)
                    return nil
                } catch let error as MyelinError {
                    #expect(error.message.hasPrefix(path) && !error.message.contains("\n"), "\(error)")
                    return error.message
                }
            }
            for length in stride(from: 0, to: bytes.count, by: 23) { #expect(try load(bytes.prefix(length)) != nil) }
            var random = scattered(600).map { ($0 + 1) / 2 }[...]
            while let place = random.popFirst(), let value = random.popFirst() {
                var damaged = bytes
                damaged[Int(place * Double(bytes.count))] = UInt8(value * 255)
                _ = try load(damaged)
            }
        }
    }
}
