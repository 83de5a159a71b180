import Foundation
import Myelin
import TestSupport
import Testing

@Suite(.withCommand) struct TableCommandTests {
    /// 90 rows of which a class follows from a number and a category.
    private func write(_ path: String, rows: Range<Int> = 0..<90, columns: [String] = ["size", "colour", "kind"]) throws
    {
        let lines = rows.map { row -> String in
            let size = Double(row * 37 % 90) / 10, colour = ["red", "blue"][row % 2]
            let kind = size > 4.5 ? (colour == "red" ? "large red" : "large") : "small"
            let values = ["size": row % 9 == 0 ? "" : "\(size)", "colour": colour, "kind": kind, "id": "\(row)"]
            return columns.map { values[$0]! }.joined(separator: ",")
        }
        try ([columns.joined(separator: ",")] + lines).joined(separator: "\n").write(
            toFile: path, atomically: true, encoding: .utf8)
    }

    @Test("From a CSV file to predictions for raw rows, with nothing between")
    func fromTableToPredictions() throws {
        try withFolder { folder in
            let model = folder + "/model.keras"
            try write(folder + "/data.csv")
            try write(folder + "/new.csv", rows: 90..<95, columns: ["id", "colour", "size"])
            let fit = try Command.run([
                "fit", folder + "/data.csv", "--target", "kind", "--model", "mlp:16", "--learning-rate", "0.02",
                "--epochs",
                "40", "--seed", "3", "--output", model, "--history", folder + "/history.json", "--report",
                folder + "/report.json",
            ])
            #expect(fit.code == 0, "\(fit.errors)")
            for line in [
                "data.csv: 90 rows, 3 columns", "size    number    10 (11.1 %)  mean 4.", "colour  category",
                "target 'kind': 3 classes (multiclass): large (", "for training, ",
                "network: 4 features → 16 → 3, 131 parameters",
                "epoch  1/40 - loss ", "precision    recall  f1-score   support", "true \\ predicted",
            ] { #expect(fit.output.contains(line), "\(line) is not in \(fit.output)") }
            let report = try JSONSerialization.jsonObject(
                with: Data(contentsOf: URL(fileURLWithPath: folder + "/report.json")))
            let evaluated = try #require((report as? [String: Any])?["evaluated"] as? [String: Any])
            #expect(try #require(evaluated["accuracy"] as? Double) > 0.7)
            let predict = try Command.run([
                "predict", model, "--input", folder + "/new.csv", "--output", folder + "/predictions.csv", "--keep",
                "id",
            ])
            #expect(predict.code == 0, "\(predict.errors)")
            #expect(predict.errors.contains("new.csv: columns that the model does not use: 'id'"))
            let predictions = try CSVFile(folder + "/predictions.csv")
            #expect(
                predictions.names == ["id", "kind", "probability_large", "probability_large red", "probability_small"])
            #expect(try predictions.texts("id") == ["90", "91", "92", "93", "94"])
            for command in ["summary", "explain"] {
                let outcome = try Command.run([command, model])
                #expect(outcome.code == 0, "\(command): \(outcome.errors)")
            }
            // Without a file they are printed.
            let printed = try Command.run(["predict", model, "--input", folder + "/new.csv", "--keep", "id"])
            #expect(try printed.output == String(contentsOfFile: folder + "/predictions.csv", encoding: .utf8))
        }
    }

    @Test(
        "Of a model of two columns the boundary between the classes is drawn",
        .enabled(if: ExternalProgram.gnuplot.path != nil, "gnuplot is not installed"))
    func boundary() throws {
        try withFolder { folder in
            let data = folder + "/data.csv", model = folder + "/model.keras", picture = folder + "/boundary.svg"
            let rows = (0..<60).map { "\($0 % 10),\($0 / 10),\($0 % 10 < 5 ? "left" : "right")" }
            try (["place,height,side"] + rows).joined(separator: "\n").write(
                toFile: data, atomically: true, encoding: .utf8)
            let fit = try Command.run([
                "fit", data, "--target", "side", "--model", "mlp:4", "--epochs", "2", "--output", model,
            ])
            #expect(fit.code == 0, "\(fit.errors)")
            let plot = try Command.run(["plot", "boundary", model, "--data", data, "--output", picture])
            #expect(plot.code == 0, "\(plot.errors)")
            let drawn = try String(contentsOfFile: picture, encoding: .utf8)
            for word in ["place", "height", "left", "right", "predicted probability of right"] {
                #expect(drawn.contains(word), "\(word)")
            }
            #expect(
                try Command.failure(["plot", "boundary", model])
                    == "myelin: --data: expected a CSV file with the columns 'place' and 'height'")
        }
    }

    @Test("Mistakes are told in one line")
    func mistakes() throws {
        try withFolder { folder in
            let data = folder + "/data.csv", model = folder + "/model.keras"
            try write(data)
            func fit(_ arguments: String...) throws -> String { try Command.failure(["fit", data] + arguments) }
            #expect(
                try fit() == "myelin: \(data): --target names the column to tell; there are size, colour, kind")
            #expect(
                try fit("--target", "king")
                    == "myelin: \(data): there is no column 'king'; there are 'size', 'colour', 'kind'")
            #expect(try fit("--target", "kind", "--task", "guess").contains("--task: expected auto, regression"))
            #expect(try fit("--target", "kind", "--model", "mlp:3,x").contains("expected mlp:29,29,15"))
            #expect(try fit("--target", "kind", "--model", "none.keras").contains("or a model file, got 'none.keras'"))
            #expect(
                try fit("--target", "kind", "--data", "x.npz")
                    == "myelin: --data: is for a saved model, not for a CSV file")
            #expect(try fit("--target", "kind", "--separator", "ab").contains("--separator: expected one character"))
            #expect(try fit("--target", "kind", "--epochs", "0").contains("at least 1"))
            #expect(
                try Command.failure(["fit", folder + "/none.csv", "--target", "y"]).contains("none.csv: no such file"))
            #expect(try Command.failure(["fit", folder + "/model.keras"]).contains("model.keras: no such file"))
            _ = try Command.run([
                "fit", data, "--target", "kind", "--epochs", "1", "--quiet", "--test-split", "0", "--validation-split",
                "0",
                "--output", model,
            ])
            try "colour,kind\nred,x\n".write(toFile: folder + "/new.csv", atomically: true, encoding: .utf8)
            #expect(
                try Command.failure(["predict", model, "--input", folder + "/new.csv"])
                    == "myelin: \(folder)/new.csv: there is no column 'size'; there are 'colour', 'kind'; "
                    + "the model was trained with it: add it, its fields empty where the values are not known")
            #expect(
                try Command.failure(["predict", model, "--input", data, "--output", folder + "/a.npz"])
                    .contains("predictions of rows and images are a CSV file"))
            #expect(try fit("--target", "kind", "--output", "a.pt").contains("expected a name that ends with .keras"))
            #expect(
                try fit("--target", "kind", "--color", "rgb")
                    == "myelin: --color: is for a folder of images, not for a CSV file")
            // A model of raw rows is evaluated on raw rows.
            #expect(try Command.run(["evaluate", model, "--data", data]).output.contains("Confusion matrix:"))
            #expect(
                try Command.failure(["evaluate", model, "--data", folder + "/new.csv"]).contains("no column 'size'"))
            #expect(try fit("--target", "kind", "--model", model).contains("takes raw rows already"))
        }
    }
}

@Suite(.withCommand) struct ImageCommandTests {
    /// Red and blue images of 4 × 4 pixels, written by Python's zlib.
    private static let red =
        "iVBORw0KGgoAAAANSUhEUgAAAAQAAAAECAIAAAAmkwkpAAAAEElEQVR42mP4JcIFRwzEcQDWQxGBg//mvQAAAABJRU5ErkJggg=="
    private static let blue =
        "iVBORw0KGgoAAAANSUhEUgAAAAQAAAAECAIAAAAmkwkpAAAAEElEQVR42mPgEvkFRwzEcQC4QxGB3fgA6QAAAABJRU5ErkJggg=="

    private func write(_ folder: String) throws {
        for (name, image) in [("red", Self.red), ("blue", Self.blue)] {
            try FileManager.default.createDirectory(atPath: "\(folder)/\(name)", withIntermediateDirectories: true)
            for number in 0..<10 {
                try #require(Data(base64Encoded: image)).write(
                    to: URL(fileURLWithPath: "\(folder)/\(name)/\(number).png"))
            }
        }
    }

    @Test("Images in folders by class are learned, and an image or a folder is told")
    func images() throws {
        try withFolder { folder in
            let data = folder + "/colours", model = folder + "/model.keras"
            try write(data)
            let fit = try Command.run([
                "fit", data, "--model", "mlp:8", "--image-size", "4x4", "--learning-rate", "0.05", "--epochs", "20",
                "--output", model,
            ])
            #expect(fit.code == 0, "\(fit.errors)")
            #expect(fit.output.contains("20 images, 2 classes: blue (10), red (10)"))
            #expect(fit.output.contains("accuracy                           1.00         4"), "\(fit.output)")
            let one = try Command.run(["predict", model, "--input", data + "/red/0.png"])
            #expect(one.outputLines.first == "file,class,probability_blue,probability_red")
            #expect(one.outputLines.last?.hasPrefix("\(data)/red/0.png,red,") == true, "\(one.output)\(one.errors)")
            let all = try Command.run(["predict", model, "--input", data, "--output", folder + "/told.csv"])
            #expect(all.code == 0)
            let classes = try CSVFile(folder + "/told.csv").texts("class")
            #expect(classes == [String](repeating: "blue", count: 10) + [String](repeating: "red", count: 10))
            let report = try Command.run(["evaluate", model, "--data", data])
            #expect(report.output.contains("accuracy                           1.00        20"), "\(report.errors)")
            try FileManager.default.moveItem(atPath: data + "/red", toPath: data + "/green")
            #expect(
                try Command.failure(["evaluate", model, "--data", data])
                    .contains("/colours: the model knows no class 'green'; it tells blue, red"))
            let network = try Command.run(
                ["fit", data, "--image-size", "32x32", "--epochs", "1", "--color", "grayscale", "--quiet"])
            #expect(network.code == 0 && network.output.isEmpty, "\(network.errors)")
        }
    }

    @Test("Broken images and folders are told in one line")
    func mistakes() throws {
        try withFolder { folder in
            let data = folder + "/colours"
            try write(data)
            func fit(_ arguments: String...) throws -> String { try Command.failure(["fit", data] + arguments) }
            #expect(
                try fit("--image-size", "4").contains("--image-size: expected height and width such as 32x32, got '4'"))
            #expect(try fit("--color", "blue").contains("--color: expected rgb or grayscale"))
            #expect(try fit("--model", "leonet").contains("unknown architecture 'leonet'; there are lenet5"))
            try FileManager.default.createDirectory(atPath: data + "/green", withIntermediateDirectories: true)
            #expect(try fit("--image-size", "4x4").contains("/green: has no images; put PNG or JPEG files there"))
            try FileManager.default.removeItem(atPath: data + "/green")
            let broken = data + "/red/5.png"
            try #require(Data(base64Encoded: Self.red)).prefix(60).write(to: URL(fileURLWithPath: broken))
            #expect(try fit("--image-size", "4x4").hasPrefix("myelin: \(broken): "))
        }
    }
}
