import Foundation
import Myelin
import TestSupport
import Testing

@Suite(.withCommand) struct ModelFileCommandTests {
    private func savedModel(_ folder: String) throws -> (path: String, model: Sequential) {
        let model = try Sequential([Input(shape: [3], name: "numbers"), Dense(2)], seed: 1)
        let path = folder + "/model.keras"
        try model.save(path)
        return (path, model)
    }

    @Test func predictsAsTheLibraryDoes() throws {
        try withFolder { folder in
            let (path, model) = try savedModel(folder)
            let x = Tensor(scattered(12).map { Float($0) }, shape: [4, 3])
            for name in ["numbers", "x"] {
                try NumPy.write([name: x], npz: folder + "/in.npz")
                #expect(
                    try Command.run(["predict", path, "--input", folder + "/in.npz", "--output", folder + "/out.npz"])
                        .code == 0)
                let y = try #require(try NumPy.read(npz: folder + "/out.npz")["y"])
                #expect(try y.scalars() == model.predict(x).scalars())
            }
        }
    }

    @Test func inputThatDoesNotFit() throws {
        try withFolder { folder in
            let (path, _) = try savedModel(folder)
            let input = folder + "/in.npz", output = folder + "/out.npz"
            func predict() throws -> String {
                try Command.failure(["predict", path, "--input", input, "--output", output])
            }
            #expect(try predict().hasPrefix("myelin: \(input): "))
            try NumPy.write(["z": Tensor.zeros([2, 3])], npz: input)
            #expect(try predict() == "myelin: \(input): no array 'numbers'; there are z")
            try NumPy.write(["x": Tensor.zeros([2, 4])], npz: input)
            #expect(try predict() == "myelin: numbers: expected an input of shape (batch, 3), got (2, 4)")
            try NumPy.write(["x": Tensor.zeros([0, 3])], npz: input)
            #expect(try predict() == "myelin: x: the data set is empty, expected at least one sample")
            try Data("no archive".utf8).write(to: URL(fileURLWithPath: input))
            #expect(try predict().hasPrefix("myelin: \(input): "))
            #expect(!FileManager.default.fileExists(atPath: output))
        }
    }

    /// What is read is not written over; arrays without a use are told of.
    @Test func filesThatWouldBeLost() throws {
        try withFolder { folder in
            let (path, _) = try savedModel(folder), input = folder + "/in.npz"
            try NumPy.write(
                ["x": Tensor.zeros([2, 3]), "y": Tensor.zeros([2, 2]), "sample_weights": Tensor.ones([2])], npz: input)
            for file in [path, input] {
                let before = try Data(contentsOf: URL(fileURLWithPath: file))
                #expect(
                    try Command.failure(["predict", path, "--input", input, "--output", file])
                        == "myelin: \(file): is read here, and would be lost; give another name to write to")
                #expect(try Data(contentsOf: URL(fileURLWithPath: file)) == before)
            }
            #expect(
                try Command.failure(["predict", path, "--input", input, "--output", folder + "/y.h5"])
                    == "myelin: --output: predictions of arrays are a .npz file, got the name '\(folder)/y.h5'")
            let model = try loadModel(path)
            model.compile(loss: .meanSquaredError)
            try model.save(path)
            let outcome = try Command.run(["evaluate", path, "--data", input])
            #expect(outcome.code == 0)
            #expect(outcome.errorLines == ["warning: \(input): arrays that are not used: sample_weights"])
        }
    }

    @Test func aLossThatIsNoNumber() throws {
        try withFolder { folder in
            let (path, model) = try savedModel(folder), input = folder + "/in.npz"
            try NumPy.write(["x": Tensor.full([2, 3], .nan), "y": Tensor.zeros([2, 2])], npz: input)
            for command in ["evaluate", "fit"] {
                #expect(
                    try Command.failure([command, path, "--data", input])
                        == "myelin: \(path): the model has no loss; compile it, in Swift or in Keras, and save it again"
                )
            }
            model.compile(loss: .meanSquaredError)
            try model.save(path)
            let outcome = try Command.run(["evaluate", path, "--data", input])
            #expect(outcome.code == 0)
            #expect(outcome.outputLines == ["loss nan"])
            #expect(outcome.errorLines.count == 1)
            #expect(outcome.errors.hasPrefix("warning: \(model.name): loss: not a number; look for NaN in the data, "))
        }
    }

    @Test func anArchitectureThatIsNone() throws {
        try withFolder { folder in
            let path = folder + "/a.json"
            try Data(#"{"class_name": "Sequential", "config": {"layers": [{}]}}"#.utf8).write(
                to: URL(fileURLWithPath: path))
            #expect(try Command.failure(["convert", path, folder + "/a.keras"]).hasPrefix("myelin: \(path): "))
            #expect(try Command.failure(["summary", path]).hasPrefix("myelin: \(path): "))
        }
    }

    /// An architecture alone shows as the model that it was taken from.
    @Test func anArchitectureHasASummary() throws {
        try withFolder { folder in
            let (path, _) = try savedModel(folder), json = folder + "/model.json"
            #expect(try Command.run(["convert", path, json]).code == 0)
            #expect(try Command.run(["summary", json]).output == Command.run(["summary", path]).output)
        }
    }

    @Test(arguments: ["summary", "explain"])
    func filesThatAreNoModels(_ command: String) throws {
        try withFolder { folder in
            let path = folder + "/model"
            #expect(
                try Command.failure([command, path]).hasPrefix(
                    "myelin: '\(path)' is neither a file nor a recipe; there are mnist-convnet, "))
            for bytes in [Data(), Data("hello".utf8), Data(repeating: 0, count: 1000)] {
                try bytes.write(to: URL(fileURLWithPath: path))
                #expect(try Command.failure([command, path]).hasPrefix("myelin: \(path): "))
            }
            let whole = try Data(contentsOf: URL(fileURLWithPath: savedModel(folder).path))
            for length in [10, whole.count / 2, whole.count - 1] {
                try whole.prefix(length).write(to: URL(fileURLWithPath: path))
                #expect(try Command.failure([command, path]).hasPrefix("myelin: \(path): "))
            }
        }
    }

    @Test(arguments: [
        "mnist-convnet", "fashion-mlp", "imdb-mlp", "digits-mlp", "tabular-binary", "tabular-dropout",
        "tabular-regression", "mnist-lenet", "mnist-autoencoder", "cifar-resnet20", "imdb-lstm", "imdb-transformer",
    ])
    func everyRecipeHasASummaryAndAPlan(_ recipe: String) throws {
        let parameters = [
            "mnist-convnet": "34,826", "fashion-mlp": "55,050", "imdb-mlp": "160,305", "digits-mlp": "24,790",
            "tabular-binary": "1,369", "tabular-dropout": "3,861", "tabular-regression": "1,540",
            "mnist-lenet": "61,706", "mnist-autoencoder": "222,384", "cifar-resnet20": "271,098",
            "imdb-lstm": "344,897", "imdb-transformer": "337,758",
        ]
        let count = try #require(parameters[recipe])
        let summary = try Command.run(["summary", recipe])
        #expect(summary.code == 0)
        #expect(summary.output.contains("Total params: \(count)"), "\(summary.output)")
        let plan = try Command.run(["explain", recipe, "--batch-size", "4"])
        #expect(plan.code == 0 && plan.output.contains("batch 4") && plan.output.contains(" calls, "))
        #expect(try Command.run(["explain", recipe, "--batch-size", "0"]).code != 0)
    }

    @Test func newWritesAnUntrainedNetwork() throws {
        try withFolder { folder in
            let path = folder + "/new.keras"
            let options = ["--input-shape", "32,32,1", "--classes", "4", "--output", path]
            #expect(try Command.run(["new", "lenet5"] + options).code == 0)
            let summary = try Command.run(["summary", path])
            #expect(summary.output.contains("Total params: 61,196"), "\(summary.output)")
            #expect(
                try Command.failure(["new", "lenet6"] + options).contains("unknown architecture 'lenet6'; there are"))
            for (option, value, words) in [
                ("--input-shape", "32,x", "--input-shape: expected sizes"), ("--width", "0", "--width: expected"),
                ("--classes", "0", "at least 1"),
            ] {
                #expect(try Command.failure(["new", "vgg11", "--output", path, option, value]).contains(words))
            }
        }
    }

    @Test func benchmarksPrintOneLineForEachJob() throws {
        let outcome = try Command.run(["bench", "tabular-binary", "--steps", "50", "--json"])
        #expect(outcome.code == 0, "\(outcome.errors)")
        let line = try #require(outcome.outputLines.first)
        let fields = try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
        #expect(fields["job"] as? String == "tabular-binary")
        #expect((fields["ms_per_step"] as? Double).map { $0 > 0 && $0 < 100 } == true)
        #expect(try Command.failure(["bench", "no-such-job"]).contains("no-such-job"))
    }
}
