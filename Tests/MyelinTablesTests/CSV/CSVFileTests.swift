import Foundation
import Myelin
import TestSupport
import Testing

@Suite struct CSVFileTests {
    private func columns(_ text: String) throws -> [[String]] {
        let file = try CSVFile(text: text, name: "data.csv")
        return try file.names.map { [$0] + (try file.texts($0)) }
    }

    @Test("Line ends, separators, quotes and a byte order mark are read as they are meant")
    func formsOfFiles() throws {
        let expected = [["a", "1", "3"], ["b", "x", "y"]]
        for text in [
            "a,b\n1,x\n3,y\n", "a,b\r\n1,x\r\n3,y", "\u{FEFF}a,b\n1,x\n3,y", "a;b\n1;x\n3;y\n", "a\tb\n1\tx\n3\ty\n",
            "\n\na, b\n\n1,\"x\"\n\n3,y\n\n", "\"a\",\"b\"\n\"1\",\"x\"\n3,y", "a,b\r1,x\r3,y",
        ] { #expect(try columns(text) == expected, "\(text.debugDescription)") }
        #expect(
            try columns("a,b\n\"1,5\",\"say \"\"x\"\"\"\n\"two\nlines\",") == [
                ["a", "1,5", "two\nlines"], ["b", "say \"x\"", ""],
            ])
        #expect(try columns(",b\n0,x\n") == [["Unnamed: 0", "0"], ["b", "x"]])
        // Lines with letters that are made of several code points.
        #expect(try columns("grösse,名\n1,é\n") == [["grösse", "1"], ["名", "é"]])
    }

    @Test(
        "What is no table is an error with the line",
        arguments: [
            ("", "data.csv: is empty; expected a header line"),
            ("\n \n", "data.csv: is empty"),
            ("a,b\n", "data.csv: has a header line and no rows"),
            ("a,b\n1,2\n3\n", "data.csv: line 3: has 1 fields, expected 2 as in the header line"),
            ("a,b\n1,2\n\n3,4,5\n", "data.csv: line 4: has 3 fields, expected 2"),
            ("a,b\n\"1\n2\",3\n4,5,6\n", "data.csv: line 4: has 3 fields"),
            ("a,b\n1,2\n\"3,4\n5,6\n", "data.csv: line 3: a quote is opened in this row and never closed"),
            ("\"a,b\n1,2\n", "data.csv: line 1: a quote is opened"),
            ("a,b\n1,2\n3,\"", "data.csv: line 3: a quote is opened"),
            ("a,b\n1,5\" pipe\n", "data.csv: line 2: a quote inside of a field"),
            ("a,b\n\"1\"x,2\n", "data.csv: line 2: a quote inside of a field"),
            ("a,b\n1,2\n3,x\"", "data.csv: line 3: a quote inside of a field"),
            ("a,a\n1,2\n", "data.csv: line 1: two columns are named 'a'"),
        ])
    func damagedFiles(text: String, message: String) {
        let found = errorText { try CSVFile(text: text, name: "data.csv") } ?? "none"
        #expect(found.hasPrefix(message), "\(found)")
    }

    @Test("Files of other kinds are told by what they are")
    func otherFiles() throws {
        try withFolder { folder in
            let path = folder + "/data.csv"
            #expect(errorText { try CSVFile(path) } == "\(path): cannot open: No such file or directory")
            #expect(errorText { try CSVFile(folder) } == "\(folder): expected a file, got a folder")
            let cases: [([UInt8], String)] = [
                (Array("a,b\n1,caf".utf8) + [0xE9, 0x0A], "line 2: is not UTF-8"),
                ([0xFF, 0xFE, 0x61, 0], "is UTF-16"), ([0x50, 0x4B, 3, 4, 0], "is a zip archive, such as an Excel"),
                (Array("a\n1\n".utf8) + [0], "line 3: holds a zero byte"), ([], "is empty"),
            ]
            for (bytes, message) in cases {
                try Data(bytes).write(to: URL(fileURLWithPath: path))
                let found = errorText { try CSVFile(path) } ?? "none"
                #expect(found.hasPrefix("\(path): \(message)"), "\(found)")
            }
        }
    }
}
