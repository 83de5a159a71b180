import MyelinCore

/// How texts are put into buckets: by FarmHash, or with a salt by SipHash.
struct TextHash: Sendable {
    /// Two numbers that nobody else knows, or nil.
    let salt: [Int]?

    /// - Throws: `MyelinError` if the salt is not two numbers.
    init(salt: [Int]?) throws {
        guard salt == nil || salt!.count == 2 else {
            throw MyelinError(.argument, "salt: expected two whole numbers, got \(salt!.count)")
        }
        self.salt = salt
    }

    func bucket(_ text: String, of count: Int) -> Int64 {
        let hash: UInt64
        if let salt {
            hash = SipHash.hash(text, key: (UInt64(bitPattern: Int64(salt[0])), UInt64(bitPattern: Int64(salt[1]))))
        } else {
            hash = FarmHash.fingerprint(text)
        }
        return Int64(hash % UInt64(count))
    }
}

extension Config {
    /// A salt as Keras writes it: two numbers, or one that stands for both; nil where there is none.
    func salt() throws -> [Int]? {
        switch values["salt"] {
        case nil, .null?: return nil
        case .int(let number)?: return [number, number]
        case .array(let parts)?:
            let numbers = parts.compactMap { if case .int(let number) = $0 { number } else { nil } }
            if numbers.count == 2, parts.count == 2 { return numbers }
        default: break
        }
        throw MyelinError(.file, "\(owner): salt: expected one or two whole numbers, got \(values["salt"]!)")
    }
}
