import Foundation
import Myelin
import MyelinPlots
import TestSupport
import Testing

struct HistoryTests {
    private func curves(_ text: String, as name: String) throws -> TrainingCurves {
        try withFolder { folder in
            let path = folder + "/" + name
            try Data(text.utf8).write(to: URL(fileURLWithPath: path))
            do { return try TrainingCurves(file: path) } catch let error as MyelinError {
                throw MyelinError(error.kind, error.message.replacing(folder + "/", with: ""))
            }
        }
    }

    @Test func everyFileThatTrainingWrites() throws {
        let history = #"{"val_loss": [3, "NaN"], "accuracy": [0.5, 0.75], "loss": [2, 1.5], "lr": [0.1, 0.01]}"#
        for (text, name) in [
            (history, "a.json"), (#"{"recipe": "r", "history": \#(history), "seed": 1}"#, "report.json"),
            (
                """
                {"epoch":0,"loss":2,"accuracy":0.5,"val_loss":3,"lr":0.1}
                {"epoch":1,"loss":1.5,"accuracy":0.75,"val_loss":NaN,"lr":0.01}
                """, "a.jsonl"
            ), ("epoch,loss,accuracy,val_loss,lr\n0,2.0,0.5,3.0,0.1\n1,1.5,0.75,nan,0.01\n", "a.csv"),
        ] {
            let curves = try curves(text, as: name)
            #expect(curves.curves.map(\.name) == ["loss", "accuracy", "val_loss", "lr"], "\(name)")
            #expect(curves["loss"]?.values == [2, 1.5] && curves["loss"]?.epochs == [1, 2], "\(name)")
            #expect(curves["val_loss"]?.values[1].isNaN == true, "\(name)")
            #expect(curves.title == (name == "report.json" ? "r" : ""))
        }
        // Of a metric with a number for each class the mean.
        #expect(try curves(#"{"f1": [[0, 1], [0.5, 1]]}"#, as: "a.json")["f1"]?.values == [0.5, 0.75])
        // Without validation data Keras' CSVLogger writes NA for it.
        let training = try curves("epoch,loss,val_loss\n0,2,NA\n1,1,NA\n", as: "a.csv").curves.map(\.name)
        #expect(training == ["loss"])
        // A run that went on from epoch 4.
        #expect(try curves("epoch,loss\n3,1\n4,2\n", as: "a.csv")["loss"]?.epochs == [4, 5])
    }

    @Test func filesThatAreNoHistory() throws {
        let expected = "expected a history such as {\"loss\": [0.7, 0.4]}, or a report with one"
        let empty = "the history is empty: train for at least one epoch before it is drawn"
        let cases = [
            ("{}", "a.json", "a.json: " + empty), (#"{"loss": []}"#, "a.json", "a.json: " + empty),
            ("[1]", "a.json", "a.json: " + expected),
            (#"{"loss": 1}"#, "a.json", "a.json: 'loss' is no list of numbers; " + expected),
            (#"{"loss": ["x"]}"#, "a.json", "a.json: 'loss': expected numbers, got 'x'"),
            (#"{"history": 3}"#, "a.json", "a.json: " + expected),
            ("{\"loss\"", "a.json", nil), ("", "a.jsonl", "a.jsonl: " + empty),
            (#"{"loss": 1}"#, "a.jsonl", "a.jsonl: line 1: expected an object with an 'epoch'"),
            ("a,b\n", "a.csv", "a.csv: expected the lines of a CSVLogger, which begin with 'epoch,'"),
            ("epoch,loss\n0\n", "a.csv", "a.csv: line 2: expected an epoch and 1 numbers"),
            ("epoch,loss\n0,x\n", "a.csv", "a.csv: line 2: expected a number for 'loss', got 'x'"),
            (
                #"{"loss": ["NaN", "Infinity"]}"#, "a.json",
                "a.json: 'loss' has no finite number in 2 epochs, so there is no curve: look for NaN in the data, "
                    + "or lower the learning rate"
            ),
        ]
        for (text, name, message) in cases {
            let found = errorText { try curves(text, as: name) }
            #expect(message == nil ? found?.hasPrefix("a.json: ") == true : found == message)
        }
        #expect(errorText { try TrainingCurves(file: "/nowhere/a.json") } == "/nowhere/a.json: no such file")
        #expect(errorText { try Figure.history(History()) } == empty)
    }

    @Test func curvesOfLossAndMetricsStandInTheirDiagrams() throws {
        let curves = try TrainingCurves(
            title: "run", [("loss", [1, .nan, 0.5]), ("val_loss", [2, 1, 3]), ("mean_absolute_error", [1, 2, 3])])
        let figure = Figure.curves(curves)
        #expect(figure.panels.map(\.title) == ["Loss", "Mean absolute error"])
        #expect(figure.panels.map(\.xLabel) == ["epoch", "epoch"])
        #expect(figure.panels[0].marks.map(\.label) == ["training (not finite in epoch 2)", "validation"])
        let script = try figure.script()
        #expect(
            script.contains("<< EOD\n1.0 1.0\n\n3.0 0.5\nEOD\n")
                && script.contains("<< EOD\n1.0 2.0\n2.0 1.0\n3.0 3.0\nEOD"))
        #expect(script.contains("set multiplot layout 1,2 title 'run'"))
        let initials = try TrainingCurves(title: "", [("mse", [2, 1]), ("val_mse", [3, 2])])
        #expect(Figure.curves(initials).panels.map(\.title) == ["MSE"])
    }

    @Test(.withGnuplot) func aHistoryIsDrawn() throws {
        try withFolder { folder in
            try planeClassifier().model.history.plot(to: folder + "/history.svg", title: "A plane")
            let words = try words(inSVG: folder + "/history.svg")
            for word in ["A plane", "Loss", "Accuracy", "epoch", "training", "validation", "1", "2", "3"] {
                #expect(words.contains(word), "\(word)")
            }
        }
    }
}
