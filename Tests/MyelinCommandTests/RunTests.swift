import Foundation
import MyelinData
import TestSupport
import Testing

@Suite(.withCommand) struct RunTests {
    @Test func recipesAreListed() throws {
        let outcome = try Command.run(["recipes"])
        #expect(outcome.code == 0)
        let names = outcome.outputLines.compactMap { $0.split(separator: " ").first.map(String.init) }
        #expect(
            names == [
                "mnist-convnet", "mnist-lenet", "mnist-resnet56", "mnist-autoencoder", "cifar-resnet20", "fashion-mlp",
                "imdb-mlp", "imdb-lstm", "imdb-transformer", "digits-mlp", "tabular-binary", "tabular-dropout",
                "tabular-regression",
            ])
    }

    @Test func aRecipeIsTrainedSavedAndReported() throws {
        try withFolder { folder in
            let model = folder + "/model.keras", report = folder + "/report.json"
            let outcome = try Command.run([
                "run", "tabular-binary", "--epochs", "2", "--seed", "3", "--output", model, "--report", report,
            ])
            #expect(outcome.code == 0, "\(outcome.errors)")
            #expect(outcome.output.contains("Epoch 1/2") && outcome.output.contains("Total params: "))
            let last = try #require(outcome.outputLines.last)
            #expect(last.wholeMatch(of: /test: loss \d\.\d{4} - accuracy [01]\.\d{4}/) != nil, "\(last)")
            let object = try JSONSerialization.jsonObject(with: Data(contentsOf: URL(fileURLWithPath: report)))
            let fields = try #require(object as? [String: Any])
            #expect(
                Set(fields.keys) == [
                    "recipe", "seed", "parameters", "history", "test", "seconds_per_epoch", "peak_memory_bytes",
                ])
            #expect(fields["recipe"] as? String == "tabular-binary" && fields["seed"] as? Int == 3)
            #expect(fields["parameters"] as? Int == 30 * 24 + 24 + 24 * 24 + 24 + 25)
            #expect((fields["history"] as? [String: [Double]])?["loss"]?.count == 2)
            #expect((fields["seconds_per_epoch"] as? [Double])?.count == 2)
            // The file it wrote can be looked at.
            #expect(try Command.run(["summary", model]).output.contains("Total params: 1,369"))
            #expect(try Command.run(["explain", model, "--run"]).output.contains("A training step of"))
            let json = folder + "/summary.json"
            #expect(try Command.run(["summary", model, "--json", json]).code == 0)
            #expect(try String(contentsOfFile: json, encoding: .utf8).contains("\"total_params\" : 1369"))
        }
    }

    @Test func theSameSeedWritesTheSameModel() throws {
        try withFolder { folder in
            for name in ["a", "b"] {
                #expect(
                    try Command.run([
                        "run", "tabular-dropout", "--epochs", "1", "--seed", "7", "--quiet", "--output",
                        "\(folder)/\(name).keras",
                    ]).code == 0)
            }
            // All but the date.
            let archives = try ["a", "b"].map { try Zip.Reader("\(folder)/\($0).keras") }
            for member in archives[0].members where member.name != "metadata.json" {
                let parts = try archives.map { try $0.read(member.name, limit: 1 << 24) }
                #expect(parts[0] == parts[1], "\(member.name)")
            }
        }
    }

    @Test func quietPrintsTheResultAlone() throws {
        let outcome = try Command.run(["run", "tabular-regression", "--epochs", "1", "--quiet"])
        #expect(outcome.code == 0)
        #expect(outcome.outputLines.count <= 1)
    }

    @Test func wrongArguments() throws {
        let run = ["run", "tabular-binary"]
        #expect(
            try Command.failure(["run", "mnist"])
                == "myelin: unknown recipe 'mnist'; there are mnist-convnet, mnist-lenet, mnist-resnet56, mnist-autoencoder, cifar-resnet20, fashion-mlp, imdb-mlp, imdb-lstm, imdb-transformer, digits-mlp, tabular-binary, tabular-dropout, tabular-regression"
        )
        #expect(try Command.failure(run + ["--plain"]).contains("--plain: 'tabular-binary' has no skips to leave out"))
        #expect(try Command.failure(run + ["--batch-size", "0"]) == "myelin: --batch-size: expected at least 1, got 0")
        #expect(try Command.failure(run + ["--batch-size=-5"]) == "myelin: --batch-size: expected at least 1, got -5")
        #expect(try Command.failure(run + ["--epochs", "0"]) == "myelin: --epochs: expected at least 1, got 0")
        #expect(
            try Command.failure(run + ["--learning-rate", "0"])
                == "myelin: --learning-rate: expected a number above 0, got 0.0")
        #expect(
            try Command.failure(run + ["--learning-rate", "nan"])
                == "myelin: --learning-rate: expected a number above 0, got nan")
        // What the parser refuses comes with its usage.
        for arguments in [run + ["--epochs", "many"], run + ["--no-such-option"], ["run"], ["no-such-command"]] {
            let outcome = try Command.run(arguments)
            #expect(outcome.code != 0 && !outcome.crashed && outcome.errors.contains("Error: "))
        }
    }

    @Test func foldersWithoutTheirFiles() throws {
        try withFolder { folder in
            for recipe in [
                "mnist-convnet", "mnist-autoencoder", "fashion-mlp", "imdb-mlp", "imdb-lstm", "digits-mlp",
                "cifar-resnet20",
            ] {
                let given = try Command.failure(["run", recipe, "--data-dir", folder])
                let named = try Command.failure(["run", recipe], environment: ["MYELIN_DATA_DIR": folder])
                let missing = try Command.failure(["run", recipe, "--data-dir", folder + "/missing"])
                #expect(given.contains(folder) && named.contains(folder) && missing.contains(folder + "/missing"))
            }
        }
    }

    @Test func dataThatIsDamaged() throws {
        try withFolder { folder in
            for name in [
                "train-images-idx3-ubyte", "train-labels-idx1-ubyte", "t10k-images-idx3-ubyte",
                "t10k-labels-idx1-ubyte",
            ] {
                try Data([0, 0, 8, 3, 0, 0]).write(to: URL(fileURLWithPath: "\(folder)/\(name)"))
            }
            #expect(
                try Command.failure(["run", "mnist-convnet", "--data-dir", folder]).contains("train-images-idx3-ubyte"))
            try Data("no archive".utf8).write(to: URL(fileURLWithPath: folder + "/imdb.npz"))
            #expect(try Command.failure(["run", "imdb-mlp", "--data-dir", folder]).contains("imdb.npz"))
        }
    }

    /// An archive whose pickle asks for a call of `os.system`.
    @Test func picklesThatHoldMoreThanIntegers() throws {
        try withFolder { folder in
            let pickle = Array("cos\nsystem\n(S'true'\ntR.".utf8)
            let header = "{'descr': '|O', 'fortran_order': False, 'shape': (1,), }"
            let padded = header + String(repeating: " ", count: 117 - header.count) + "\n"
            let array = [0x93] + Array("NUMPY".utf8) + [1, 0, 118, 0] + Array(padded.utf8) + pickle
            try writeArchive(
                ["x_train", "y_train", "x_test", "y_test"].map { ($0 + ".npy", array) }, to: folder + "/imdb.npz")
            let line = try Command.failure(["run", "imdb-mlp", "--data-dir", folder])
            #expect(line.contains("imdb.npz") && line.contains("os"), "\(line)")
        }
    }

    // MARK: Output

    @Test func outputThatCannotBeWritten() throws {
        try withFolder { folder in
            for option in ["--output", "--report"] {
                let run = ["run", "tabular-binary", "--epochs", "1", "--quiet", option]
                let missing = try Command.failure(run + [folder + "/missing/m"])
                #expect(missing == "myelin: \(folder)/missing/m: there is no folder '\(folder)/missing'")
                let itself = try Command.failure(run + [folder])
                #expect(itself == "myelin: \(folder): is a folder")
                let device = try Command.failure(run + ["/dev/full"])
                #expect(device == "myelin: /dev/full: cannot write: it is no regular file")
            }
            let odd = try Command.failure(["run", "tabular-binary", "--epochs", "1", "--output", folder + "/m.h5"])
            #expect(odd == "myelin: --output: expected a name that ends with .keras, got '\(folder)/m.h5'")
            #expect(!FileManager.default.fileExists(atPath: folder + "/missing"))
        }
    }

    @Test func outputToAFolderWithoutPermission() throws {
        try withFolder { folder in
            let place = folder + "/locked"
            try FileManager.default.createDirectory(
                atPath: place, withIntermediateDirectories: false, attributes: [.posixPermissions: 0o555])
            var wrapper: [String] = []
            if getuid() == 0 {
                // Root may write anywhere: become somebody who may not.
                let setpriv = "/usr/bin/setpriv"
                guard FileManager.default.isExecutableFile(atPath: setpriv) else { return }
                wrapper = [setpriv, "--reuid=65534", "--regid=65534", "--clear-groups"]
                guard try Command.run(["recipes"], through: wrapper).code == 0 else { return }
                try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: folder)
            }
            let line = try Command.failure(
                ["run", "tabular-binary", "--epochs", "1", "--output", place + "/m"], through: wrapper)
            #expect(line == "myelin: \(place)/m: no permission to write to '\(place)'")
        }
    }

    /// A limit on the size of files stands for a disk that is full: the old file stays, and nothing else.
    @Test func aFullDiskLosesNothing() throws {
        try withFolder { folder in
            let path = folder + "/model.keras"
            try Data("precious".utf8).write(to: URL(fileURLWithPath: path))
            let limited = ["/bin/sh", "-c", "trap '' XFSZ; ulimit -f 4; exec \"$0\" \"$@\""]
            let line = try Command.failure(
                ["run", "tabular-binary", "--epochs", "1", "--quiet", "--output", path], through: limited)
            #expect(line.hasPrefix("myelin: \(path): cannot write"), "\(line)")
            #expect(try String(contentsOfFile: path, encoding: .utf8) == "precious")
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["model.keras"])
        }
    }

    @Test func interruptedItSavesWhatItHasLearned() throws {
        try withFolder { folder in
            let path = folder + "/model.keras"
            let outcome = try Command.run(
                ["run", "tabular-binary", "--epochs", "1000000", "--output", path], interruptedAfter: 1.5)
            #expect(outcome.code == 130, "\(outcome.errors)")
            #expect(outcome.errors.contains("interrupted; what was learned so far is in \(path)"))
            #expect(try Command.run(["summary", path]).code == 0)
        }
    }
}
