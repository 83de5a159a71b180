import Myelin
import TestSupport
import Testing

@Suite struct TableTests {
    private func table(_ text: String, _ options: TableOptions = TableOptions()) throws -> Table {
        try Table(CSVFile(text: text, name: "data.csv"), options: options)
    }

    @Test("Columns are numbers, booleans or categories, and pandas' words mean that a value is missing")
    func kinds() throws {
        let table = try table("n,b,c,e\n1,True,x,\n2.5e1,false,NA,NaN\n-3, TRUE , 7 ,null\n")
        #expect(table.columns.map(\.kind) == [.number, .boolean, .category, .number])
        #expect(try table["n"] == Column("n", [1, 25, -3]))
        #expect(try table["b"].numbers == [1, 0, 1])
        #expect(try table["c"] == Column("c", ["x", nil, "7"]))
        #expect(try table["e"].missingCount == 3)
        #expect(TableOptions.missingWords.count == 19)  // pandas 3.1: len(pandas._libs.parsers.STR_NA_VALUES)
        let kinds = TableOptions(missingWords: ["?"], kinds: ["n": .category, "b": .boolean])
        let other = try self.table("n,b\n01,1\n?,0\n", kinds)
        #expect(try other["n"] == Column("n", ["01", nil]))
        #expect(try other["b"].texts == ["True", "False"])
        #expect(
            errorText { try table["N"] } == "there is no column 'N'; did you mean 'n'?; there are 'n', 'b', 'c', 'e'")
    }

    @Test("A comma is a decimal point where it separates nothing else")
    func decimalCommas() throws {
        #expect(try table("a;b\n1,5;2\n-0,25;3\n")["a"] == Column("a", [1.5, -0.25]))
        #expect(
            errorText { try table("a;b\n1,5;2\n2.5;3\n") }
                == "data.csv: line 3: column 'a': numbers with a decimal comma and with a decimal point in one column: "
                + "'1,5' and '2.5'")
    }

    @Test("A text among numbers is an error with line, column and what to do")
    func textAmongNumbers() throws {
        let numbers = (1...20).map { "\($0)\n" }.joined()
        for odd in ["twelve", "1e999", "0x10", "1_000", "inf"] {
            let found = errorText { try table("age\n\(numbers)\(odd)\n") } ?? "none"
            #expect(found.hasPrefix("data.csv: line 22: column 'age': expected a number, got '\(odd)'; correct it"))
        }
        // Thousands in groups, all of them.
        let grouped = errorText { try table("a,b\n\"1,000\",2\n\"2,500\",3\n") } ?? "none"
        #expect(grouped.hasPrefix("data.csv: line 2: column 'a': expected a number, got '1,000'"), "\(grouped)")
        // Half of them are no mistake.
        #expect(try table("a\n1\nx\n2\ny\n")["a"].kind == .category)
        let kinds = TableOptions(kinds: ["a": .number])
        #expect(errorText { try table("a\n1\nx\n", kinds) }?.hasPrefix("data.csv: line 3: column 'a'") == true)
        let unknown = TableOptions(kinds: ["z": .number])
        #expect(errorText { try table("a\n1\n", unknown) } == "data.csv: there is no column 'z'; there are 'a'")
    }

    @Test("A table is written as it is read")
    func writesWhatItReads() throws {
        try withFolder { folder in
            let table = try Table([
                Column("a, b", [1, .nan, 0.1]), Column("c", ["say \"x\"", nil, "two\nlines"]),
                Column("d", .booleans([true, nil, false])),
            ])
            try table.write(csv: folder + "/table.csv")
            #expect(try Table(csv: folder + "/table.csv") == table)
            #expect(table.description == "a, b  c          d\n   1  say \"x\"    True\n\n 0.1  two\nlines  False")
        }
        #expect(errorText { try Table([Column("a", [1]), Column("b", [1, 2])]) } != nil)
        #expect(errorText { try Table([Column("a", [1]), Column("a", [1])]) } == "two columns are named 'a'")
    }

    @Test("Rows and numbers of columns")
    func rowsAndNumbers() throws {
        let table = try table("n,b,c\n1,True,x\n2,False,y\n3,True,z\n").rows([2, 0])
        #expect(try table.numbers(["b", "n"]).scalars(Float.self) == [1, 3, 1, 1])
        #expect(try table.dropping("n", "b").names == ["c"])
        #expect(
            errorText { try table.numbers(["c"]) } == "column 'c': expected numbers, got categories; encode them first")
    }
}
