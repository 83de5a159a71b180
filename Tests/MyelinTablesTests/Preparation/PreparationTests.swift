import Myelin
import TestSupport
import Testing

/// Expected values are those of scikit-learn 1.9.
@Suite struct PreparationTests {
    @Test("MinMaxScaler brings features into a range, as scikit-learn does")
    func minMaxScaler() throws {
        let x = Tensor([-1, 2, 5, -0.5, 6, 5, 0, 10, 5, 1, 18, 5] as [Float], shape: [4, 3])
        let scaler = try MinMaxScaler(fittedTo: x)
        #expect(scaler.scale == [0.5, 0.0625, 1])
        #expect(try scaler.transform(x).scalars(Float.self) == [0, 0, 0, 0.25, 0.25, 0, 0.5, 0.5, 0, 1, 1, 0])
        let wide = try MinMaxScaler(fittedTo: x, range: -1...1)
        let scaled = try wide.transform(x)
        #expect(try scaled.scalars(Float.self) == [-1, -1, -1, -0.5, -0.5, -1, 0, 0, -1, 1, 1, -1])
        #expect(try wide.inverse(scaled).scalars(Float.self) == x.scalars(Float.self))
        #expect(errorText { try scaler.transform(.zeros([2, 2])) }?.contains("got (2, 2)") == true)
        #expect(errorText { try MinMaxScaler(fittedTo: .zeros([0, 2])) }?.contains("at least one sample") == true)
        let odd = Tensor([1, .infinity] as [Float], shape: [1, 2])
        #expect(errorText { try MinMaxScaler(fittedTo: odd) }?.contains("feature 1") == true)
    }

    /// `OneHotEncoder(sparse_output=False).fit([["b", 2], ["a", 10], [None, 2]])`: categories a, b, None and 2, 10.
    @Test("OneHotEncoder makes a feature of each category, as scikit-learn does")
    func oneHotEncoder() throws {
        let columns = [Column("x", ["b", "a", nil]), Column("y", [2, 10, 2])]
        let encoder = try OneHotEncoder(fittedTo: columns)
        #expect(encoder.featureNames == ["x_a", "x_b", "x_None", "y_2", "y_10"])
        #expect(
            try encoder.transform(columns).scalars(Int.self) == [0, 1, 0, 1, 0, 1, 0, 0, 0, 1, 0, 0, 1, 1, 0])
        let other = [Column("x", ["c"]), Column("y", [2])]
        #expect(
            errorText { try encoder.transform(other) }
                == "OneHotEncoder: row 0: column 'x': 'c' is none of the categories that were there before")
        let lenient = try OneHotEncoder(fittedTo: columns, unknown: .ignore)
        #expect(try lenient.transform(other).scalars(Int.self) == [0, 0, 0, 1, 0])
        #expect(errorText { try encoder.transform([columns[0]]) } != nil)
    }

    /// `KFold(3, …).split(zeros(10))` and `StratifiedKFold(3, …).split(zeros(12), y)`, in order and with random_state 7.
    @Test("Folds are those of scikit-learn, with a seed too")
    func folds() throws {
        #expect(try KFold(3).folds(10).map(\.test) == [[0, 1, 2, 3], [4, 5, 6], [7, 8, 9]])
        #expect(try KFold(3, seed: 7).folds(10).map(\.test) == [[0, 2, 5, 8], [1, 7, 9], [3, 4, 6]])
        #expect(try KFold(3).folds(10)[1].train == [0, 1, 2, 3, 7, 8, 9])
        let y = [0, 0, 1, 1, 1, 2, 2, 2, 2, 0, 1, 2]
        #expect(
            try StratifiedKFold(3).folds(y).map(\.test) == [[0, 2, 3, 5], [1, 4, 6, 7], [8, 9, 10, 11]])
        #expect(
            try StratifiedKFold(3, seed: 7).folds(Tensor(y.map { Int32($0) }, shape: [12])).map(\.test)
                == [[3, 4, 9, 11], [1, 7, 8, 10], [0, 2, 5, 6]])
        #expect(errorText { try KFold(1).folds(10) } == "folds: expected from 2 to 10 parts of 10 samples, got 1")
        #expect(errorText { try StratifiedKFold(6).folds(y) }?.contains("no class has more than 5") == true)
    }

    @Test("A table is divided with the same share of every class")
    func splits() throws {
        let table = try Table([
            Column("number", (0..<40).map { Double($0) }),
            Column("class", (0..<40).map { $0 % 4 == 0 ? "rare" : "common" }),
        ])
        let parts = try trainTestSplit(table, testFraction: 0.2, seed: 3, stratifiedBy: "class")
        #expect(try parts.test["class"].texts.count { $0 == "rare" } == 2)
        #expect(try parts.train["class"].texts.count { $0 == "rare" } == 8)
        let all = try parts.train["number"].numbers! + parts.test["number"].numbers!
        #expect(all.sorted() == (0..<40).map { Double($0) })
        #expect(try trainTestSplit(table, testFraction: 0.2, seed: 3, stratifiedBy: "class") == parts)
        #expect(errorText { try trainTestSplit(table, stratifiedBy: "kind") }?.contains("no column 'kind'") == true)
    }
}
