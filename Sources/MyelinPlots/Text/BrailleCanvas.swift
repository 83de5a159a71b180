/// A grid of dots in text: each character holds two dots across and four down (Unicode's Braille patterns).
struct BrailleCanvas {
    let columns: Int
    let rows: Int
    private var dots: [UInt8]
    /// The number of the curve that was drawn last in each character.
    private var owners: [Int?]

    /// By column and row in a character, as Unicode numbers them.
    private static let bits: [[UInt8]] = [[0x01, 0x02, 0x04, 0x40], [0x08, 0x10, 0x20, 0x80]]

    init(columns: Int, rows: Int) {
        self.columns = columns
        self.rows = rows
        dots = [UInt8](repeating: 0, count: columns * rows)
        owners = [Int?](repeating: nil, count: columns * rows)
    }

    /// Sets a dot; (0, 0) is at the bottom left. What lies outside is left out.
    mutating func set(_ x: Int, _ y: Int, owner: Int) {
        let row = rows * 4 - 1 - y
        guard x >= 0, x < columns * 2, row >= 0, row < rows * 4 else { return }
        let place = row / 4 * columns + x / 2
        dots[place] |= Self.bits[x % 2][row % 4]
        owners[place] = owner
    }

    /// Dots from one place to another.
    mutating func line(from a: (x: Int, y: Int), to b: (x: Int, y: Int), owner: Int) {
        let steps = max(abs(b.x - a.x), abs(b.y - a.y), 1)
        for step in 0...steps {
            let share = Double(step) / Double(steps)
            set(
                a.x + Int((Double(b.x - a.x) * share).rounded()), a.y + Int((Double(b.y - a.y) * share).rounded()),
                owner: owner)
        }
    }

    /// A row of characters from the top, coloured by their curves.
    func text(row: Int, color: (_ owner: Int, _ text: String) -> String) -> String {
        var result = ""
        for column in 0..<columns {
            let place = row * columns + column
            guard let owner = owners[place] else {
                result += " "
                continue
            }
            result += color(owner, String(UnicodeScalar(0x2800 + UInt32(dots[place]))!))
        }
        return result
    }
}
