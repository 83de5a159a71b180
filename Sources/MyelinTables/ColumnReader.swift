import MyelinCore

/// Makes a column of the texts of one.
struct ColumnReader {
    let file: CSVFile
    let options: TableOptions
    /// From what share of numbers on a column is taken for one of numbers that has mistakes in it.
    private static let mostlyNumbers = 0.9
    private static let booleans = [
        "True": true, "TRUE": true, "true": true, "False": false, "FALSE": false, "false": false,
    ]

    /// A column of a kind, or of that which its texts have.
    ///
    /// - Throws: `MyelinError` of kind `.data` with line and column for a text among numbers.
    func column(_ place: Int, as wanted: ColumnKind? = nil) throws -> Column {
        let name = file.names[place], texts = file.fields[place].map(\.trimmed)
        switch wanted ?? options.kinds[name] {
        case .category: return Column(name, .categories(categories(texts)))
        case .boolean: return Column(name, .booleans(try requiredBooleans(texts, name)))
        case .number: return Column(name, try numbers(texts, name, isCertain: true)!)
        case nil:
            if let values = try numbers(texts, name, isCertain: false) { return Column(name, values) }
            if let values = booleans(texts) { return Column(name, .booleans(values)) }
            return Column(name, .categories(categories(texts)))
        }
    }

    private func categories(_ texts: [String]) -> [String?] {
        texts.map { options.missingWords.contains($0) ? nil : $0 }
    }

    private func booleans(_ texts: [String]) -> [Bool?]? {
        var result: [Bool?] = []
        for text in texts {
            if let value = Self.booleans[text] {
                result.append(value)
            } else if options.missingWords.contains(text) {
                result.append(nil)
            } else {
                return nil
            }
        }
        return result
    }

    private func requiredBooleans(_ texts: [String], _ name: String) throws -> [Bool?] {
        if let values = booleans(texts) { return values }
        // Zeros and ones mean the same.
        return try texts.enumerated().map { row, text in
            if let value = Self.booleans[text] { return value }
            if options.missingWords.contains(text) { return nil }
            switch number(text)?.value {
            case 0: return false
            case 1: return true
            default: throw error(row, name, "expected True or False, got '\(text.prefix(40))'")
            }
        }
    }

    /// Numbers, if all texts are such; nil if they are something else.
    private func numbers(_ texts: [String], _ name: String, isCertain: Bool) throws -> Column.Values? {
        var values: [Double] = []
        values.reserveCapacity(texts.count)
        var (numberCount, oddCount, groupedCount) = (0, 0, 0)
        var firstOdd: Int?, firstComma: Int?, firstPoint: Int?
        for (row, text) in texts.enumerated() {
            if let number = number(text) {
                values.append(number.value)
                numberCount += 1
                if number.hasComma, firstComma == nil { firstComma = row }
                if !number.hasComma, firstPoint == nil, text.utf8.contains(0x2E) { firstPoint = row }
            } else {
                values.append(.nan)
                guard !options.missingWords.contains(text) else { continue }
                oddCount += 1
                if firstOdd == nil { firstOdd = row }
                if self.number(text.replacing(",", with: "")) != nil { groupedCount += 1 }
            }
        }
        if let row = firstOdd {
            let isMostlyNumbers =
                Double(numberCount + groupedCount) >= Self.mostlyNumbers * Double(numberCount + oddCount)
            guard isCertain || isMostlyNumbers else { return nil }
            let advice =
                isCertain
                ? "correct it, or leave it empty if the value is not known"
                : "correct it, or name it as a missing value (--missing-values), or the column as one of categories "
                    + "(--categorical)"
            throw error(row, name, "expected a number, got '\(texts[row].prefix(40))'; \(advice)")
        }
        if let firstComma, let firstPoint {
            throw error(
                max(firstComma, firstPoint), name,
                "numbers with a decimal comma and with a decimal point in one column: '\(texts[firstComma])' and "
                    + "'\(texts[firstPoint])'")
        }
        return .numbers(values)
    }

    /// A decimal number. A comma stands for the point where it does not separate the fields.
    private func number(_ text: String) -> (value: Double, hasComma: Bool)? {
        var hasComma = false, hasDigit = false
        for byte in text.utf8 {
            switch byte {
            case 0x30...0x39: hasDigit = true
            case 0x2B, 0x2D, 0x2E, 0x45, 0x65: break
            case 0x2C where file.separator != "," && !hasComma: hasComma = true
            default: return nil
            }
        }
        guard hasDigit else { return nil }
        if hasComma, text.utf8.contains(0x2E) { return nil }
        // What a network cannot compute with, in Float32, is no number.
        guard let value = Double(hasComma ? text.replacing(",", with: ".") : text),
            abs(value) <= Double(Float.greatestFiniteMagnitude)
        else { return nil }
        return (value, hasComma)
    }

    private func error(_ row: Int, _ name: String, _ text: String) -> MyelinError {
        MyelinError(.data, "\(file.path): line \(file.lines[row]): column '\(name)': \(text)")
    }
}
