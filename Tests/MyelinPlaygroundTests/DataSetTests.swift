import Foundation
import MyelinPlayground
import TestSupport
import Testing

@Suite struct DataSetTests {
    @Test(arguments: DataSet.all.map(\.name))
    func pointsLieInThePlaneAndFollowTheirSeed(name: String) throws {
        let problem = try #require(DataSet.all.first { $0.name == name }).problem
        let points = try DataSet.points(name, problem: problem, noise: 0, seed: 3)
        #expect(points.count == 500)
        #expect(points == (try DataSet.points(name, problem: problem, noise: 0, seed: 3)))
        #expect(points != (try DataSet.points(name, problem: problem, noise: 0, seed: 4)))
        for point in points {
            #expect(abs(point.x) <= 6 && abs(point.y) <= 6 && abs(point.label) <= 1)
            if problem == .classification { #expect(abs(point.label) == 1) }
        }
        let mean = points.reduce(0) { $0 + $1.label } / 500
        #expect(abs(mean) < 0.2)
        for point in try DataSet.points(name, problem: problem, noise: 50, seed: 3) { #expect(abs(point.label) <= 1) }
    }

    @Test func withoutNoiseThePointsFollowTheirRule() throws {
        for point in try DataSet.points("circle", problem: .classification, noise: 0, seed: 1) {
            #expect((hypot(point.x, point.y) < 2.5) == (point.label > 0))
        }
        for point in try DataSet.points("xor", problem: .classification, noise: 0, seed: 1) {
            #expect((point.x * point.y > 0) == (point.label > 0))
        }
        for point in try DataSet.points("plane", problem: .regression, noise: 0, seed: 1) {
            #expect(abs(point.label - (point.x + point.y) / 12) < 1e-6)
        }
        // The two arms are each other's mirror image at the origin, and 5 long.
        for point in try DataSet.points("spiral", problem: .classification, noise: 0, seed: 1) {
            let radius = hypot(point.x, point.y), angle = radius / 5 * 1.75 * 2 * .pi
            let (x, y) = (radius * sin(angle) * point.label, radius * cos(angle) * point.label)
            #expect(hypot(point.x - x, point.y - y) < 1e-3)
        }
    }
}

@Suite struct CSVTableTests {
    private let flowers = "length,width,kind\n1,2,rose\n2,3,rose\n3,1,tulip\n5,,tulip\n4,5,tulip\n"

    @Test func classesBecomeColours() throws {
        let table = try CSVTable(flowers)
        let settings = table.fitted(Settings())
        #expect(
            [settings.csvX, settings.csvY, settings.csvLabel, settings.csvClass] == [
                "length", "width", "kind", "tulip",
            ])
        let (points, names) = try table.points(settings)
        // The row without a width is left out; the axes go from the smallest, -5, to the largest, 5.
        #expect(points.map(\.x) == [-5, -5 / 3, 5 / 3, 5])
        #expect(points.map(\.y) == [-2.5, 0, -5, 5])
        #expect(points.map(\.label) == [-1, -1, 1, 1])
        #expect(names.omittedRows == 1)
        #expect([names.x, names.y, names.negative, names.positive] == ["length", "width", "rose", "tulip"])
        #expect(close(names.xRange, [0.7, 4.3]))
    }

    @Test func numbersAreForetold() throws {
        let table = try CSVTable("\u{FEFF}a;b;price\r\n1;1;100\r\n2;1;200\r\n3;2;300\r\n4;9;500\r\n")
        var settings = table.fitted(Settings())
        settings.problem = .regression
        #expect(settings.csvLabel == "price")
        #expect(close(try table.points(settings).points.map { Double($0.label) }, [-1, -0.5, 0, 1]))
    }

    @Test func commasAndWordsForNothingAreReadAsInTables() throws {
        let table = try CSVTable("a;b;kind\n1,5; 1 ;x, y\n2;NA;x, y\n3,5;2,25;z\n-1;n/a;z\n0;1e1;None\n")
        #expect(table.columns.map(\.isNumeric) == [true, true, false])
        #expect(table.rows.map { $0[0] } == ["1.5", "2", "3.5", "-1", "0"])
        #expect(table.rows.map { $0[1] } == ["1", "", "2.25", "", "1e1"])
        #expect(table.columns[2].values == ["x, y", "z"])
    }

    @Test(arguments: [
        ("", "CSV: is empty"), ("a,b\n1,2\n", "got 2 columns"),
        ("a,b,c\n1,2,3\n", "expected at least 4 rows of data, got 1"),
        ("a,b,c\n1,2,3\n1,2,3,4\n1,2,3\n1,2,3\n", "line 3: has 4 fields, expected 3"),
        ("a,b,c\n1,2,3\n1,2,3\n1,2\n1,2,3\n", "line 4: has 2 fields, expected 3"),
        ("a,a,c\n1,2,3\n1,2,3\n1,2,3\n1,2,3\n", "two columns are named 'a'"),
        ("a,b,c\n1,2,\"x\n1,2,x\n1,2,x\n1,2,x\n", "a quote is opened in this row and never closed"),
        ("a,b,c\nx,1,p\ny,2,p\nz,3,q\nw,4,q\n", "expected two columns of numbers for the axes, got 1"),
        ("a,b,c\n" + String(repeating: "1,2,3\n", count: 5001), "expected at most 5000 rows, got 5001"),
    ])
    func damagedFilesAreRefused(text: String, message: String) {
        let error = errorText { try CSVTable(text) }
        #expect(error?.contains(message) == true, "\(error ?? "no error")")
    }

    @Test func labelsMustSuitTheProblem() throws {
        let one = try CSVTable("a,b,c\n1,2,x\n2,3,x\n3,1,x\n4,4,x\n")
        let error = errorText { try one.points(one.fitted(Settings())) }
        #expect(error?.contains("column 'c' has 1 different values; a label has from 2 to 50") == true)
        let text = try CSVTable(flowers)
        var settings = text.fitted(Settings())
        settings.problem = .regression
        #expect(
            errorText { try text.points(settings) }
                == "CSV: column 'kind' has the text 'rose' where a number is needed")
        settings.csvX = "height"
        #expect(
            errorText { try text.points(settings) }
                == "CSV: no column 'height' for the axis; there are length, width, kind")
    }

    private func close(_ a: [Double], _ b: [Double]) -> Bool {
        a.count == b.count && zip(a, b).allSatisfy { abs($0 - $1) < 1e-6 }
    }
}
