/// How the texts of a CSV file become values.
public struct TableOptions: Sendable {
    /// Texts that mean that there is no value. Those of pandas' `read_csv`.
    public static let missingWords: Set<String> = [
        "", "#N/A", "#N/A N/A", "#NA", "-1.#IND", "-1.#QNAN", "-NaN", "-nan", "1.#IND", "1.#QNAN", "<NA>", "N/A", "NA",
        "NULL", "NaN", "None", "n/a", "nan", "null",
    ]

    /// Between the fields; nil for the first comma, semicolon or tab of the header line.
    public var separator: Character?
    /// Texts that mean that there is no value.
    public var missingWords: Set<String>
    /// What some columns hold, where it is not to be inferred.
    public var kinds: [String: ColumnKind]

    public init(
        separator: Character? = nil, missingWords: Set<String> = Self.missingWords, kinds: [String: ColumnKind] = [:]
    ) {
        self.separator = separator
        self.missingWords = missingWords
        self.kinds = kinds
    }
}
