import Myelin
import TestSupport
import Testing

@Suite struct TableTrainingTests {
    /// 120 rows: two numbers, one of which is missing now and then, a boolean, a category, and targets made of them.
    private static func table(rows: Int = 120) throws -> Table {
        let a = (0..<rows).map { Double($0 * 37 % 100) / 10 }, flags = (0..<rows).map { $0 % 3 == 0 }
        let cities = (0..<rows).map { ["Bonn", "Köln", "Aachen"][$0 * 7 % 5 % 3] }
        let price = (0..<rows).map { 1000 + 50 * a[$0] + (flags[$0] ? 200 : 0) + (cities[$0] == "Köln" ? 300 : 0) }
        return try Table([
            Column("size", a), Column("age/years", (0..<rows).map { $0 % 10 == 0 ? .nan : Double($0 % 7) }),
            Column("garden", .booleans(flags.map { $0 })), Column("city", cities.map { $0 }), Column("price", price),
            Column("kind", price.map { $0 > 1450 ? "dear" : "cheap" }), Column("id", (0..<rows).map { "H\($0)" }),
            Column("country", [String?](repeating: "DE", count: rows)),
        ])
    }

    private func settings(_ change: (inout TableSettings) -> Void = { _ in }) -> TableSettings {
        var settings = TableSettings()
        settings.hidden = [16]
        settings.learningRate = 0.02
        settings.epochs = 60
        settings.seed = 1
        change(&settings)
        return settings
    }

    @Test("A regression learns, and its file tells the same of raw rows in any order of columns")
    func regression() throws {
        let table = try Self.table()
        let training = try TableTraining(
            table, target: "price", settings { $0.ignored = ["kind"] })
        #expect(training.target.task == .regression)
        #expect(training.columns.filter(\.isUsed).map(\.name) == ["size", "age/years", "garden", "city"])
        #expect(
            training.columns.filter { !$0.isUsed }.map(\.note) == [
                "left out, as asked for", "left out: 120 different texts; keep it by --categorical",
                "left out: is 'DE' in every row",
            ])
        #expect(training.featureCount == 3 + 4)
        #expect(training.testRows.count == 24 && training.validationRows.count == 15)
        let model = try training.run(verbose: .silent)
        guard case .regression(let report) = try training.evaluate(model, on: training.testRows) else { return }
        #expect(report.r2 > 0.95, "\(report)")
        #expect(model.network.inputNames == ["size", "age_years", "garden", "city"])
        try withFolder { folder in
            try model.save(folder + "/model.keras")
            let loaded = try TableModel(folder + "/model.keras")
            let expected = try model.predict(table)
            let file = try CSVFile(
                text: "city;garden;age/years;size;more\nBonn;1;;3,7;x\nOslo;False;2;1;y\n;true;nan;1;z\n",
                name: "new.csv")
            let found = try loaded.predict(file)
            // The same rows as values.
            let same = try Table([
                Column("size", [3.7, 1, 1]), Column("age/years", [.nan, 2, .nan]),
                Column("garden", .booleans([true, false, true])), Column("city", ["Bonn", "Oslo", nil]),
            ])
            #expect(try loaded.predict(same).values == found.values)
            #expect(try loaded.predict(table).values == expected.values)
            #expect(
                found.notes == [
                    "columns that the model does not use: 'more'",
                    "column 'age/years': missing values: 2, filled as in training",
                    "column 'city': missing values: 1, filled as in training",
                    "column 'city': categories that were not there in training, taken for missing: 'Oslo'",
                ])
            // A saved copy of a loaded model is still one for tables.
            try loaded.network.save(folder + "/again.keras")
            #expect(try TableModel(folder + "/again.keras").predict(same).values == found.values)
            for (text, message) in [
                (
                    "city,garden,size\nBonn,1,2\n",
                    "new.csv: there is no column 'age/years'; there are 'city', 'garden', 'size'"
                ),
                (
                    "city,garden,size,age/years\nBonn,1,x,2\n",
                    "new.csv: line 2: column 'size': expected a number, got 'x'"
                ),
                (
                    "city,garden,size,age/years\nBonn,2,1,2\n",
                    "new.csv: line 2: column 'garden': expected True or False"
                ),
            ] {
                let error = errorText { try loaded.predict(CSVFile(text: text, name: "new.csv")) } ?? "none"
                #expect(error.hasPrefix(message), "\(error)")
            }
            let arrays = try Sequential([Input(shape: [3]), Dense(1)])
            try arrays.save(folder + "/arrays.keras")
            #expect(
                errorText { try TableModel(folder + "/arrays.keras") }?.contains("was not made from a table") == true)
        }
    }

    @Test("What training has not seen is filled with the mean, and means nothing where it is a category")
    func fillsAsInTraining() throws {
        let table = try Self.table()
        let training = try TableTraining(
            table, target: "price",
            settings {
                $0.epochs = 2; $0.ignored = ["kind"]
            })
        let model = try training.run(verbose: .silent)
        let ages = try table["age/years"].rows(training.trainRows).numbers!.filter { !$0.isNaN }
        let mean = ages.reduce(0, +) / Double(ages.count)
        func told(_ age: Double, _ city: String?) throws -> Double {
            try model.predict(
                Table([
                    Column("size", [5]), Column("age/years", [age]), Column("garden", .booleans([true])),
                    Column("city", [city]),
                ])
            ).values[0]
        }
        #expect(try mismatch([told(.nan, "Bonn")], [told(mean, "Bonn")], rtol: 1e-5) == nil)
        // The weights of the place for unknown categories stay zero: no row has it.
        let kernel = model.network.layers.compactMap { $0 as? Dense }[0].ownWeights[0].variable.value
        let rows = try kernel.scalars(Float.self)
        #expect(rows[3 * 16..<4 * 16].allSatisfy { $0 == 0 })
        #expect(rows[4 * 16..<5 * 16].contains { $0 != 0 })
        #expect(try told(1, "Oslo") == told(1, nil))
    }

    @Test("Two classes and several are told, and their names are in the predictions")
    func classes() throws {
        let table = try Self.table()
        for (target, task, names) in [
            ("kind", TableTask.binary, ["cheap", "dear"]), ("city", .multiclass, ["Aachen", "Bonn", "Köln"]),
            ("garden", .binary, ["False", "True"]),
        ] {
            let training = try TableTraining(table, target: target, settings { $0.categorical = ["city"] })
            #expect(training.target.task == task && training.target.classNames == names)
            let model = try training.run(verbose: .silent)
            let predictions = try model.predict(table)
            #expect(predictions.classNames == names && predictions.probabilities[0].count == names.count)
            #expect(predictions.probabilities.allSatisfy { abs($0.reduce(0, +) - 1) < 1e-5 })
            guard case .classification(let report) = try training.evaluate(model, on: training.testRows) else {
                continue
            }
            #expect(target != "kind" || report.accuracy > 0.85, "\(report)")
        }
    }

    @Test("The same seed gives the same network, and a network of one's own is taken")
    func seedsAndOwnNetworks() throws {
        let table = try Self.table()
        func values(_ seed: Int) throws -> [Double] {
            try TableTraining(
                table, target: "price",
                settings {
                    $0.seed = seed; $0.epochs = 3
                }
            )
            .run(verbose: .silent).predict(table).values
        }
        #expect(try values(5) == values(5))
        #expect(try values(5) != values(6))
        // size, age, garden; Aachen, Bonn, Köln, unknown; cheap, dear, unknown
        let input = Input(shape: [10])
        let own = try Model(inputs: input, outputs: Dense(1)(Dense(4, activation: .tanh)(input)), seed: 1)
        let model = try TableTraining(table, target: "price", settings { $0.epochs = 3 }, network: own)
            .run(verbose: .silent)
        #expect(try model.predict(table).values.count == 120)
        let wrong = try Sequential([Input(shape: [4]), Dense(1)], name: "mine", seed: 1)
        #expect(
            errorText { try TableTraining(table, target: "price", settings(), network: wrong) }
                == "mine: expected a network from (batch, 10), the features of this table, to (batch, 1), "
                + "got one from (batch, 4) to (batch, 1)")
    }

    @Test("What cannot be learned is an error that names the column")
    func badTables() throws {
        let many = try Table([
            Column("word", (0..<10_000).map { "w\($0)" }), Column("y", (0..<10_000).map { Double($0 % 2) }),
        ])
        let table = try Self.table()
        let alone = try Table([Column("y", [1, 2, 3, 1, 2, 3]), Column("z", [1, 1, 1, 1, 1, 1])])
        let cases: [(Table, String, TableSettings, String)] = [
            (
                many, "y", settings(),
                "column 'word': has 10000 categories in 10000 rows, expected at most 1000, such as 'w0'"
            ),
            (table, "prize", settings(), "there is no column 'prize'; there are 'size'"),
            (table, "country", settings(), "target 'country': is 'DE' in every row, expected two classes or more"),
            (table, "city", settings { $0.task = .binary }, "target 'city': a binary task needs two classes, got 3"),
            (
                table, "city", settings { $0.task = .regression },
                "target 'city': a regression needs numbers, got 'Aachen'"
            ),
            (table, "id", settings(), "target 'id': 120 classes in 120 rows, expected several rows of each"),
            (table, "price", settings { $0.ignored = ["x"] }, "there is no column 'x'"),
            (table, "price", settings { $0.ignored = ["price"] }, "target 'price': is to be left out, too (--ignore)"),
            (alone, "y", settings(), "no column is left to tell 'y' from"),
            (
                table, "price", settings { $0.testFraction = 1 },
                "the test split: expected a share from 0 up to 1, got 1.0"
            ),
            (table, "price", settings { $0.hidden = [0] }, "mlp: expected at least 1 unit in each layer, got [0]"),
            (
                table, "price", settings { $0.activation = "relo" },
                "activation: unknown activation 'relo'; there are linear, "
            ),
            (
                table, "price", settings { $0.optimizer = "adem" },
                "optimizer: unknown optimizer 'adem'; there are SGD, "
            ),
            (
                try Table([
                    Column("x", [1, 2, 3, 4, 1, 2, 3, 4, 5]),
                    Column("y", ["a", "a", "a", "a", "b", "b", "b", "b", "c"]),
                ]), "y",
                settings { $0.testFraction = 0.5 }, "target 'y': none of the rows of class 'c' (there are 1) is left"
            ),
            (table.rows([0, 1]), "price", settings(), "has 2 rows with a 'price', expected at least 4"),
            (many, "word", settings(), "target 'word': 10000 classes in 10000 rows, expected several rows of each"),
            (
                try Table([
                    Column("x", (0..<4000).map { Double($0 % 7) }), Column("y", (0..<4000).map { "class \($0 / 2)" }),
                ]), "y", settings(),
                "target 'y': has 2000 classes in 4000 rows, expected at most 1000, such as 'class 0'"
            ),
        ]
        for (table, target, settings, message) in cases {
            let found = errorText { try TableTraining(table, target: target, settings) } ?? "none"
            #expect(found.hasPrefix(message), "\(found)")
        }
    }

    @Test("Rows without a target are left out, and whole numbers of few kinds are classes")
    func targets() throws {
        let grades = (0..<60).map { $0 == 7 ? Double.nan : Double($0 % 3) }
        let table = try Table([Column("x", (0..<60).map { Double($0 % 3) * 2 + 1 }), Column("grade", grades)])
        let training = try TableTraining(table, target: "grade", settings())
        #expect(training.rowsWithoutTarget == 1 && training.target.classNames == ["0", "1", "2"])
        let model = try training.run(verbose: .silent)
        #expect(try model.predict(table).classes == (0..<60).map { $0 % 3 })
        let numbers = try TableTraining(table, target: "grade", settings { $0.task = .regression })
        #expect(numbers.target.classNames.isEmpty)
    }

    @Test("The index that a table was saved with is left out; other numbers in a row are not")
    func indexes() throws {
        let numbers = (0..<60).map { Double($0) }
        let table = try Table([
            Column("Unnamed: 0", numbers), Column("PassengerId", numbers), Column("hours", numbers),
            Column("score", numbers.map { 2 * $0 + 0.5 }),
        ])
        let training = try TableTraining(table, target: "score", settings())
        #expect(training.columns.map(\.isUsed) == [false, false, true])
        #expect(training.columns[1].note == "left out: numbers the rows")
    }

    @Test("A column of dates is left out, with advice")
    func dates() throws {
        let days = (0..<60).map { "2024-\($0 % 12 + 1)-\($0 % 28 + 1)" }
        let table = try Table([
            Column("sold", days), Column("size", (0..<60).map { Double($0 % 9) }),
            Column("price", (0..<60).map { Double($0 % 9) * 2.5 }),
        ])
        let training = try TableTraining(table, target: "price", settings())
        #expect(training.columns[0].note == "left out: dates; put year, month or age into columns of numbers")
    }

    /// `numpy.nan_to_num([nan, inf, -inf, 1.5])`, in Float32.
    @Test("NanToNum is NumPy's")
    func nanToNum() throws {
        let settings: ConfigObject = ["nan": 0.0, "posinf": .null, "neginf": .null]
        let layer = try OperationLayer("NanToNum", module: "keras.src.ops.numpy", settings: settings)
        let input = Input(shape: [4])
        let model = try Model(inputs: input, outputs: layer(input))
        let x = Tensor([.nan, .infinity, -.infinity, 1.5] as [Float], shape: [1, 4])
        let largest = Float.greatestFiniteMagnitude
        #expect(try model.predict(x).scalars(Float.self) == [0, largest, -largest, 1.5])
    }

    @Test("A table of categories alone, or of one column, is learned too")
    func fewColumns() throws {
        let letters = (0..<60).map { ["a", "b", "c"][$0 % 3] as String? }
        let y = (0..<60).map { Double($0 % 3) + 0.5 }
        for others in [
            [Column("l", letters)], [Column("l", letters), Column("m", letters)], [Column("n", y.map { $0 * $0 })],
        ] {
            let table = try Table(others + [Column("y", y)])
            let model = try TableTraining(table, target: "y", settings { $0.task = .regression }).run(verbose: .silent)
            #expect(mismatch(try model.predict(table).values, y, atol: 0.2) == nil)
        }
    }

    /// Such a number is larger than any class number.
    @Test func numbersAsLargeAsTheyMayBe() throws {
        let numbers = (0..<40).map { Double($0) }
        let table = try Table([Column("x", .numbers(numbers)), Column("y", .numbers(numbers.map { $0 * 1e36 }))])
        #expect(try TableTraining(table, target: "y").trainRows.count > 0)
    }
}
